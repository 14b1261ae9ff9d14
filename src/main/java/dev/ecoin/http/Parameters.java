package dev.ecoin.http;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Reads request parameters; what is missing or malformed is a {@link ProblemException} with status 400. */
public final class Parameters {

    private static final String VALID_DATE = "a date such as 2026-12-31";

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

    /** A whole number from 1 to the given most. */
    public static int count(String name, String value, int most) {
        if (value.matches("[0-9]{1,9}")) {
            var count = Integer.parseInt(value);
            if (count >= 1 && count <= most) {
                return count;
            }
        }
        throw ProblemException.badRequest(
                name, value, "The parameter '" + name + "' is no such number", "a number from 1 to " + most);
    }

    private static LocalDate date(String name, String value) {
        try {
            return LocalDate.parse(value);
        } catch (DateTimeParseException e) {
            throw ProblemException.badRequest(name, value, "The parameter '" + name + "' is no date", VALID_DATE);
        }
    }
}
