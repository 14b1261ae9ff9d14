package dev.ecoin.prices.imports;

/**
 * Thrown for a file that cannot be read at all, or not with these options; nothing is stored. The message is for users.
 */
public final class NoPricesException extends Exception {

    private static final long serialVersionUID = 1;

    private final String parameter;
    private final String value;
    private final String what;
    private final String valid;

    /**
     * @param parameter of the request, or {@code body}
     * @param value invalid value, null if there is none
     * @param what one sentence without a full stop that names the value
     * @param valid what is valid, or what to do
     */
    NoPricesException(String parameter, String value, String what, String valid) {
        super(what + ". Valid: " + valid + ".", null, false, false);
        this.parameter = parameter;
        this.value = value;
        this.what = what;
        this.valid = valid;
    }

    static NoPricesException ofFile(String what, String valid) {
        return new NoPricesException("body", null, what, valid);
    }

    String parameter() {
        return parameter;
    }

    String value() {
        return value;
    }

    String what() {
        return what;
    }

    String valid() {
        return valid;
    }
}
