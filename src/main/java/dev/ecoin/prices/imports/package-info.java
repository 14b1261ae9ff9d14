/**
 * Imports files of daily prices in the formats of common sources. A file is unpacked and decoded ({@link
 * dev.ecoin.prices.imports.FileContent}), recognised by its header or first row ({@link
 * dev.ecoin.prices.imports.Table}), and read row by row. To add a format, implement {@link
 * dev.ecoin.prices.imports.PriceFormat} and list it in {@link dev.ecoin.prices.imports.PriceFormats}.
 */
package dev.ecoin.prices.imports;
