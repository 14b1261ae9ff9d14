package dev.ecoin.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Signs certificates for one server's key with the JDK's keytool.
 *
 * @param file its own certificate, for clients that trust it
 * @param key the server's private key
 */
public record Authority(Path directory, Path file, Path key) {

    private static final String PASSWORD = "changeit";

    public static Authority in(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        var authority = new Authority(directory, directory.resolve("authority.crt"), directory.resolve("server.key"));
        authority.keytool(
                "-genkeypair", "-alias", "authority", "-keyalg", "EC", "-dname", "CN=authority", "-ext", "bc:c");
        authority.keytool("-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=server");
        authority.keytool("-exportcert", "-alias", "authority", "-rfc", "-file", authority.file.toString());
        authority.keytool("-certreq", "-alias", "server", "-file", authority.request());
        var entries = KeyStore.getInstance(directory.resolve("store.p12").toFile(), PASSWORD.toCharArray());
        var key = entries.getKey("server", PASSWORD.toCharArray()).getEncoded();
        Files.writeString(
                authority.key,
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        // PostgreSQL rejects a key that others can read.
        Files.setPosixFilePermissions(authority.key, PosixFilePermissions.fromString("rw-------"));
        return authority;
    }

    /**
     * @param age days since it was signed; it is valid for 365
     */
    public Path certificate(String host, int age) throws IOException, InterruptedException {
        var certificate = directory.resolve(host + "-" + age + ".crt");
        keytool(
                "-gencert",
                "-alias",
                "authority",
                "-rfc",
                "-ext",
                "SAN=dns:" + host,
                "-startdate",
                "-" + age + "d",
                "-validity",
                "365",
                "-infile",
                request(),
                "-outfile",
                certificate.toString());
        return certificate;
    }

    private String request() {
        return directory.resolve("server.csr").toString();
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        var command = Stream.of(
                        List.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString()),
                        List.of(arguments),
                        List.of(
                                "-keystore",
                                directory.resolve("store.p12").toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD))
                .flatMap(List::stream)
                .toList();
        var output = directory.resolve("keytool.log");
        var keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(Files.readString(output));
        }
    }
}
