package dev.ecoin.alerts;

import dev.ecoin.http.ProblemException;
import dev.ecoin.logging.ControlCharacters;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The destination of a webhook's messages.
 *
 * @param host in lower case; an IPv6 address without brackets
 * @param path with the query
 */
record Target(boolean isHttps, String host, int port, String path) {

    private static final int LONGEST = 2_000;
    private static final String VALID = "an address such as https://hooks.example.com/services/T0/B0/x";
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int HIGHEST_PORT = 65_535;

    /**
     * Reads an address.
     *
     * @throws ProblemException with status 400 if it is missing, 422 if it is not one that messages are sent to
     */
    static Target of(String url) {
        if (url == null || url.isBlank()) {
            throw ProblemException.badRequest("url", url, "The field 'url' is missing", VALID);
        }
        if (url.length() > LONGEST || ControlCharacters.areIn(url)) {
            throw refused(url, "is longer than " + LONGEST + " characters or holds a control character");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw refused(url, "is not an address");
        }
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme)) {
            throw refused(url, "is neither http nor https");
        }
        if (uri.getRawUserInfo() != null
                || uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
            throw refused(url, "holds a user, which is not sent");
        }
        var host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches() || uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
            throw refused(url, "has no valid host or port");
        }
        if (uri.getRawFragment() != null) {
            throw refused(url, "has a fragment, which is not sent");
        }
        var isHttps = scheme.equals("https");
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Target(
                isHttps,
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                uri.getPort() > 0 ? uri.getPort() : isHttps ? HTTPS : HTTP,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static ProblemException refused(String url, String why) {
        return ProblemException.unprocessable("url", url, "The address '" + url + "' " + why, VALID);
    }
    /** Whether the host names this machine or is a private address; other names are resolved at each use. */
    boolean isLocal() {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        if (!host.contains(":") && !ADDRESS.matcher(host).matches()) {
            return false;
        }
        try {
            return !PublicAddresses.isPublic(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
