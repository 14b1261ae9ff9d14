package dev.ecoin.runs;

import dev.ecoin.logging.ControlCharacters;
import jakarta.ws.rs.core.SecurityContext;

/** Names of requesters in the history of runs. */
public final class Requester {

    private static final String ANONYMOUS = "anonymous";

    private Requester() {}

    /** The name of the user. */
    public static String of(SecurityContext security) {
        var user = security.getUserPrincipal();
        var name = user == null ? null : ControlCharacters.blank(user.getName());
        return name == null || name.isBlank() ? ANONYMOUS : name;
    }
}
