package dev.ecoin.http;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** Reads request parameters; what is missing or malformed is a {@link ProblemException} with status 400. */
public final class Parameters {

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
        var valid = "a date such as 2026-12-31";
        try {
            return LocalDate.parse(required(name, value, valid));
        } catch (DateTimeParseException e) {
            throw ProblemException.badRequest(name, value, "The parameter '" + name + "' is no date", valid);
        }
    }
}
