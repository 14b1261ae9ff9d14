package dev.ecoin.prices.imports;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.commons.io.input.ProxyInputStream;

/** The text of a file: plain, gzip, or a zip archive with a single file. */
final class FileContent implements Closeable {

    /** Maximum compression ratio. Price tables unpack to ten or twenty times their size; a zip bomb fills a disk. */
    private static final long MOST_TIMES = 100;

    /** Always allowed, whatever the ratio. */
    private static final long SURELY_UNPACKED = 16L << 20;

    private static final int LONGEST_SIGNATURE = 16;
    private static final int NAMES_SHOWN = 5;

    private static final String GZIP = "\u001f\u008b";
    private static final String ZIP = "PK\u0003\u0004";
    private static final String EMPTY_ZIP = "PK\u0005\u0006";
    private static final String AS_CSV =
            "the same table as CSV: open it where it was made, and save or export it as CSV";

    /** Signatures of binary files, as ISO 8859-1, with descriptions. No text file with prices starts like this. */
    private static final Map<String, String> BINARY = new LinkedHashMap<>();

    static {
        BINARY.put("\u00d0\u00cf\u0011\u00e0", "an Excel workbook (xls)");
        BINARY.put("PAR1", "a Parquet file");
        BINARY.put("ARROW1", "an Arrow file");
        BINARY.put("FEA1", "a Feather file");
        BINARY.put("\u0089HDF", "an HDF5 file");
        BINARY.put("SQLite format 3", "an SQLite database");
        BINARY.put("%PDF", "a PDF document");
        BINARY.put("RDX", "an R data file");
        BINARY.put("\u00fd7zXZ", "an xz archive");
        BINARY.put("BZh", "a bzip2 archive");
        BINARY.put("(\u00b5/\u00fd", "a Zstandard archive");
        BINARY.put("7z\u00bc\u00af", "a 7-Zip archive");
        BINARY.put("Rar!", "a RAR archive");
        BINARY.put("\u0089PNG", "an image");
        BINARY.put("\u00ff\u00d8\u00ff", "an image");
    }

    private final Lines lines;
    private final List<Closeable> opened;

    private FileContent(Lines lines, List<Closeable> opened) {
        this.lines = lines;
        this.opened = opened;
    }

    Lines lines() {
        return lines;
    }

    /**
     * @param file is not closed
     * @throws NoPricesException if it is not text
     */
    static FileContent open(InputStream file) throws IOException, NoPricesException {
        var bytes = new BufferedInputStream(file);
        var signature = signature(bytes);
        if (signature.startsWith(GZIP)) {
            var packed = BoundedInputStream.builder().setInputStream(bytes).get();
            return text(bounded(new GZIPInputStream(packed), packed::getCount), List.of());
        }
        if (signature.startsWith(ZIP) || signature.startsWith(EMPTY_ZIP)) {
            return unzip(bytes);
        }
        return text(bytes, List.of());
    }

    /** Zip archives list their content at the end, so the archive is copied to a temporary file first. */
    private static FileContent unzip(InputStream bytes) throws IOException, NoPricesException {
        var copy = Files.createTempFile("import", ".zip");
        ZipFile archive = null;
        try {
            Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
            archive = new ZipFile(copy.toFile());
            var content = archive.getInputStream(onlyFile(archive));
            var size = Files.size(copy);
            return text(bounded(content, () -> size), List.of(archive, () -> Files.delete(copy)));
        } catch (IOException | NoPricesException | RuntimeException e) {
            close(archive, copy);
            throw e;
        }
    }

    private static void close(ZipFile archive, Path copy) throws IOException {
        if (archive != null) {
            archive.close();
        }
        Files.deleteIfExists(copy);
    }

    private static ZipEntry onlyFile(ZipFile archive) throws NoPricesException {
        if (archive.getEntry("xl/workbook.xml") != null || archive.getEntry("xl/workbook.bin") != null) {
            throw binary("an Excel workbook (xlsx)");
        }
        if (archive.getEntry("[Content_Types].xml") != null || archive.getEntry("mimetype") != null) {
            throw binary("an office document, such as a spreadsheet of LibreOffice (ods)");
        }
        var files = archive.stream()
                .filter(entry -> !entry.isDirectory() && !isOfAFileManager(entry.getName()))
                .toList();
        if (files.size() != 1) {
            throw NoPricesException.ofFile(
                    files.isEmpty()
                            ? "The zip archive is empty"
                            : "The zip archive holds " + files.size() + " files ("
                                    + files.stream()
                                            .limit(NAMES_SHOWN)
                                            .map(entry -> RejectedException.excerpt(entry.getName()))
                                            .collect(Collectors.joining(", "))
                                    + (files.size() > NAMES_SHOWN ? ", …" : "") + ")",
                    "an archive of one file; unpack this one and import its files one by one");
        }
        return files.get(0);
    }

    private static boolean isOfAFileManager(String name) {
        return name.startsWith("__MACOSX/") || name.endsWith(".DS_Store");
    }

    private static FileContent text(InputStream content, List<Closeable> opened) throws IOException, NoPricesException {
        var bytes = new BufferedInputStream(content);
        var signature = signature(bytes);
        for (var kind : BINARY.entrySet()) {
            if (signature.startsWith(kind.getKey())) {
                throw binary(kind.getValue());
            }
        }
        if (signature.startsWith(GZIP) || signature.startsWith(ZIP)) {
            throw binary("an archive in an archive");
        }
        var text = BOMInputStream.builder()
                .setInputStream(bytes)
                .setByteOrderMarks(ByteOrderMark.UTF_8, ByteOrderMark.UTF_16LE, ByteOrderMark.UTF_16BE)
                .get();
        var charset = text.hasBOM() ? Charset.forName(text.getBOMCharsetName()) : charset(signature);
        return new FileContent(new Lines(new InputStreamReader(text, charset)), opened);
    }

    /** Encoding of a text without byte order mark, given that a price table starts with two ASCII characters. */
    private static Charset charset(String signature) {
        if (signature.length() >= 4) {
            var zeros =
                    signature.chars().limit(4).mapToObj(c -> c == 0 ? "0" : "x").collect(Collectors.joining());
            if (zeros.equals("x0x0")) {
                return StandardCharsets.UTF_16LE;
            }
            if (zeros.equals("0x0x")) {
                return StandardCharsets.UTF_16BE;
            }
        }
        return StandardCharsets.UTF_8;
    }

    static NoPricesException binary(String kind) {
        return NoPricesException.ofFile("The file is " + kind + ", which cannot be imported", AS_CSV);
    }

    private static String signature(InputStream bytes) throws IOException {
        bytes.mark(LONGEST_SIGNATURE);
        var first = bytes.readNBytes(LONGEST_SIGNATURE);
        bytes.reset();
        return new String(first, StandardCharsets.ISO_8859_1);
    }

    private static InputStream bounded(InputStream unpacked, LongSupplier packedBytes) {
        return new ProxyInputStream(unpacked) {

            private long count;

            @Override
            protected void afterRead(int bytes) throws IOException {
                count += Math.max(0, bytes);
                if (count > SURELY_UNPACKED + MOST_TIMES * packedBytes.getAsLong()) {
                    throw new IOException("it unpacks to more than " + MOST_TIMES + " times its size");
                }
            }
        };
    }

    @Override
    public void close() throws IOException {
        for (var resource : opened) {
            resource.close();
        }
    }
}
