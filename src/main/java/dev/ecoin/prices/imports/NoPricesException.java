package dev.ecoin.prices.imports;

/** A file from which nothing can be read, or not in this way; nothing is stored then. The message is for users. */
public final class NoPricesException extends Exception {

    private static final long serialVersionUID = 1;

    private final String parameter;
    private final String value;
    private final String what;
    private final String valid;

    /**
     * @param parameter of the request, or {@code body}
     * @param value at fault, null if there is none
     * @param what one sentence without its full stop, with the value
     * @param valid what would be valid, or what to do
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
