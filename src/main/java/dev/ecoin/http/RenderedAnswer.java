package dev.ecoin.http;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The bytes of an answer that clients may cache. Its entity tag is strong and a digest of the bytes: equal answers have
 * equal tags in every replica and after a restart, and other representations or versions have other tags.
 */
public final class RenderedAnswer {

    private static final int DIGEST_BYTES = 16;
    private static final String ANY_TAG = "*";
    private static final String WEAK = "W/";

    private final byte[] body;
    private final String contentType;
    private final String tag;

    private RenderedAnswer(byte[] body, String contentType, String tag) {
        this.body = body;
        this.contentType = contentType;
        this.tag = tag;
    }

    /**
     * @param body not copied; must not be changed later
     */
    public static RenderedAnswer of(byte[] body, Representation representation) {
        var digest = Arrays.copyOf(sha256().digest(body), DIGEST_BYTES);
        var tag = '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
        return new RenderedAnswer(body, representation.contentType(), tag);
    }

    /** Must not be changed. */
    public byte[] body() {
        return body;
    }

    /**
     * Status 200 with the body, or 304 without it if the client sends the tag in {@code If-None-Match}. Caches may
     * store it but must revalidate it, because a training, a crawl or a rollback may change it at any time.
     */
    public Response respond(HttpServerRequest request) {
        var known = request.getHeader("If-None-Match");
        var response = known != null && names(known)
                ? Response.notModified()
                : Response.ok(body).header("Content-Type", contentType);
        return response.header("ETag", tag)
                .header("Cache-Control", "no-cache")
                .header("Vary", "Accept")
                .build();
    }

    /** Weak comparison (RFC 9110, section 13.1.2), because a compressing proxy makes tags weak. */
    private boolean names(String tags) {
        return Arrays.stream(tags.split(","))
                .map(String::strip)
                .map(each -> each.startsWith(WEAK) ? each.substring(WEAK.length()) : each)
                .anyMatch(each -> each.equals(tag) || each.equals(ANY_TAG));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
