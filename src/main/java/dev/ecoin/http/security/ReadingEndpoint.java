package dev.ecoin.http.security;

/**
 * An endpoint that is asked by POST but changes nothing, so that whoever may read may ask it. {@link OperatorPolicy} compares
 * the address as it was sent: any other spelling is that of a change.
 */
public interface ReadingEndpoint {

    /** The whole address. */
    String path();
}
