package dev.ecoin.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads and writes UTF-8 in every locale, as a native executable does. In the POSIX locale a JVM treats arguments and
 * file names as ASCII, and writes a question mark for everything else.
 */
public final class Utf8 {

    /** The process's arguments, byte for byte. Linux only; macOS does not need it. */
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private static final boolean IN_POSIX_LOCALE =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")).equals(StandardCharsets.US_ASCII);

    /** Message of the operating system. */
    private static final String BROKEN_PIPE = "Broken pipe";

    private static volatile boolean readerGone;

    private static final char UNKNOWN = '\uFFFD';

    private Utf8() {}

    /** Makes standard output and error write UTF-8. */
    public static void write() {
        System.setOut(writer(FileDescriptor.out));
        System.setErr(writer(FileDescriptor.err));
    }

    private static PrintStream writer(FileDescriptor descriptor) {
        return new PrintStream(new BufferedOutputStream(new Pipe(descriptor)), true, StandardCharsets.UTF_8);
    }

    /** Whether the reader of standard output or error has closed it. */
    static boolean isReaderGone() {
        return readerGone;
    }

    /** Notes a broken pipe, because print streams hide the cause of write errors. */
    private static final class Pipe extends FileOutputStream {

        Pipe(FileDescriptor descriptor) {
            super(descriptor);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                super.write(bytes, from, length);
            } catch (IOException e) {
                readerGone = BROKEN_PIPE.equals(e.getMessage());
                throw e;
            }
        }
    }

    /** The arguments of {@code main} as the user typed them. */
    public static String[] arguments(String... read) {
        try {
            return IN_POSIX_LOCALE && Files.isReadable(COMMAND_LINE)
                    ? arguments(Files.readAllBytes(COMMAND_LINE), read)
                    : read;
        } catch (IOException e) {
            return read;
        }
    }

    /**
     * The last arguments of a command line, if they match what the JVM decoded as ASCII.
     *
     * @param commandLine arguments, each terminated by a zero byte
     */
    static String[] arguments(byte[] commandLine, String... read) {
        var given = last(read.length, new String(commandLine, StandardCharsets.UTF_8));
        var ascii = last(read.length, new String(commandLine, StandardCharsets.US_ASCII));
        var same = Arrays.stream(read).map(Utf8::masked).toList();
        return ascii.stream().map(Utf8::masked).toList().equals(same) ? given.toArray(String[]::new) : read;
    }

    private static List<String> last(int count, String commandLine) {
        var words = List.of(commandLine.split("\0", -1));
        var end = words.size() - 1;
        return words.subList(Math.max(0, end - count), end);
    }

    /** Some JVMs decode non-ASCII bytes as question marks. */
    private static String masked(String text) {
        return text.replace(UNKNOWN, '?');
    }

    /** The path of a file name. */
    static Path path(String name) {
        if (!IN_POSIX_LOCALE) {
            return Path.of(name);
        }
        // Bytes escaped in a URI reach the path unchanged, while characters would be encoded as ASCII.
        var escaped = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
        return name.startsWith("/")
                ? Path.of(URI.create("file://" + escaped))
                : Path.of("/").relativize(Path.of(URI.create("file:///" + escaped)));
    }

    /** Opens a file, or a pipe if its name is ASCII, because {@link Files} can open only seekable files. */
    static InputStream open(String name) throws IOException {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(name) || !IN_POSIX_LOCALE
                ? new FileInputStream(name)
                : Files.newInputStream(path(name));
    }
}
