package dev.ecoin.http;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Parses request parameters; a missing or malformed one throws a {@link ProblemException} with status 400. */
public final class Parameters {

    /** Maximum number of entries of a list in one answer. */
    public static final int MOST_LISTED = 1_000;

    /** Default number of entries of a list. */
    public static final int LISTED = 20;

    /** Maximum number of digits before the point. */
    private static final int MOST_DIGITS = 18;

    /** Maximum number of digits of a price on either side of the point; doubles range from 4.9e-324 to 1.8e308. */
    public static final int PRICE_DIGITS = 330;

    public static final String VALID_DATE = "a date such as 2026-12-31";

    private Parameters() {}

    public static String required(String name, String value, String valid) {
        if (value == null || value.isBlank()) {
            throw ProblemException.badRequest(name, value, "The parameter '" + name + "' is missing", valid);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.badRequest(
                    name, value, "The parameter '" + name + "' holds a control character", valid);
        }
        return value;
    }

    /** An ISO-8601 calendar date. */
    public static LocalDate requiredDate(String name, String value) {
        return date(name, required(name, value, VALID_DATE));
    }

    /** An ISO-8601 calendar date, or null if the parameter is missing. */
    public static LocalDate optionalDate(String name, String value) {
        return value == null ? null : date(name, value);
    }

    private static LocalDate date(String name, String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw ProblemException.badRequest(name, value, "The parameter '" + name + "' is not a date", VALID_DATE);
        }
    }

    /**
     * One of several values.
     *
     * @param label maps a value to its name
     */
    public static <T> T choice(String name, String value, T[] values, Function<T, String> label) {
        return Arrays.stream(values)
                .filter(known -> label.apply(known).equals(value))
                .findFirst()
                .orElseThrow(() -> ProblemException.badRequest(
                        name,
                        value,
                        "There is no " + name + " '" + value + "'",
                        Arrays.stream(values).map(label).collect(Collectors.joining(", "))));
    }

    /** The id of a run or model; empty if the text cannot be one. */
    public static Optional<Long> id(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    /**
     * An integer within bounds, or a default if the parameter is missing.
     *
     * @throws ProblemException with status 400 if it is not an integer, 422 if it is outside its range
     */
    public static int integer(String name, String value, int least, int most, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        var valid = "a whole number from " + least + " to " + most;
        if (!value.matches("-?[0-9]{1,9}")) {
            throw ProblemException.badRequest(
                    name, value, "The parameter '" + name + "' is not a whole number of up to nine digits", valid);
        }
        var number = Integer.parseInt(value);
        if (number < least || number > most) {
            throw ProblemException.unprocessable(name, value, "The parameter '" + name + "' is " + number, valid);
        }
        return number;
    }

    /**
     * Number of entries of a list, up to {@link #MOST_LISTED}, or a default if the parameter is missing.
     *
     * @throws ProblemException as for {@link #integer}
     */
    public static int limit(String value, int otherwise) {
        return integer("limit", value, 1, MOST_LISTED, otherwise);
    }

    /**
     * A decimal number strictly within bounds, or a default if the parameter is missing.
     *
     * @param decimals maximum number of digits after the point
     * @throws ProblemException with status 400 if it is not a plain decimal number, 422 if it is outside its range
     */
    public static BigDecimal decimal(
            String name, String value, int decimals, BigDecimal above, BigDecimal below, String otherwise) {
        var text = value == null ? otherwise : value;
        var valid = "a number above " + above.toPlainString() + " and below " + below.toPlainString() + " with up to "
                + decimals + " decimals";
        var number = decimal(name, text, MOST_DIGITS, decimals, valid);
        if (number.compareTo(above) <= 0 || number.compareTo(below) >= 0) {
            throw ProblemException.unprocessable(name, value, "The parameter '" + name + "' is " + text, valid);
        }
        return number;
    }

    /**
     * A price with at most as many digits as a forecast.
     *
     * @throws ProblemException with status 400 if it is not a plain decimal number, 422 if it is not positive
     */
    public static BigDecimal price(String name, String value) {
        var valid = "a number above 0 with up to " + PRICE_DIGITS + " digits on either side of the point";
        var number = decimal(name, value, PRICE_DIGITS, PRICE_DIGITS, valid);
        if (number.signum() <= 0) {
            throw ProblemException.unprocessable(name, value, "The parameter '" + name + "' is " + value, valid);
        }
        return number;
    }

    private static BigDecimal decimal(String name, String text, int digits, int decimals, String valid) {
        if (!text.matches("-?[0-9]{1," + digits + "}(\\.[0-9]{1," + decimals + "})?")) {
            throw ProblemException.badRequest(
                    name, text, "The parameter '" + name + "' is not a plain decimal number", valid);
        }
        return new BigDecimal(text);
    }
}
