/**
 * Files of daily prices as people have them. A file is unpacked and decoded ({@link dev.ecoin.prices.imports.FileContent}),
 * recognised by its header or first row ({@link dev.ecoin.prices.imports.Table}), and read row by row. A further format is
 * one {@link dev.ecoin.prices.imports.PriceFormat} and its line in {@link dev.ecoin.prices.imports.PriceFormats}.
 */
package dev.ecoin.prices.imports;
