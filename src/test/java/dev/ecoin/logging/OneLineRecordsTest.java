package dev.ecoin.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.formatters.StructuredFormatter.ExceptionOutputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineRecordsTest {

    private static final String FORGED = "x\r\n2026-11-23 00:00:00,000 INFO  [dev.ecoin] (main) forged";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a\nb'             | a\\nb",
                "'a\r\nb'           | a\\r\\nb",
                "'a\tb'             | a\\tb",
                "'a\0b'             | a\\u0000b",
                "'\u001b[31mred'    | \\u001b[31mred",
                "'\u007f'           | \\u007f",
                "'\u0085\u009b'     | \\u0085\\u009b",
                "'\u2028\u2029'     | \\u2028\\u2029",
                "'\u202e\u2066\u200f' | \\u202e\\u2066\\u200f",
                "'\ufeff'           | \\ufeff",
                "'\ud800'           | \\ud800",
                "é日🚀 %s {0} \\n     | é日🚀 %s {0} \\n"
            })
    void controlCharactersAreShownAndNothingElseChanges(String text, String shown) {
        assertEquals(shown, ControlCharacters.escape(text));
        assertEquals(shown, text(record("%s", text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "a %s b", FORGED})
    void aMessageIsOneLine(String format) {
        var record = record(format, FORGED);

        var line = text(record);

        assertEquals(1, line.lines().count(), line);
        assertTrue(line.contains("x\\r\\n2026-11-23"), line);
    }

    @Test
    void aRecordOfAnotherApiIsOneLineToo() {
        var record = new java.util.logging.LogRecord(Level.INFO, "a {0}");
        record.setParameters(new Object[] {"b\nc"});

        assertTrue(new OneLineRecords().isLoggable(record));

        assertEquals("a b\\nc", new PatternFormatter("%s").format(ExtLogRecord.wrap(record)));
    }

    @Test
    void aStackTraceKeepsItsLinesAndItsTextsAreOneLineEach() {
        var thrown = new IllegalStateException(FORGED, new IllegalArgumentException("cause\n\u001b[2J"));
        thrown.addSuppressed(new RuntimeException("suppressed\u2028"));
        var record = record("failed");
        record.setThrown(thrown);

        var text = text(record);

        assertFalse(text.contains("\n2026-11-23"), text);
        assertTrue(text.contains("java.lang.IllegalStateException: x\\r\\n2026-11-23"), text);
        assertTrue(text.contains("Caused by: java.lang.IllegalArgumentException: cause\\n\\u001b[2J"), text);
        assertTrue(text.contains("Suppressed: java.lang.RuntimeException: suppressed\\u2028"), text);
        assertEquals(
                Arrays.asList(thrown.getStackTrace()),
                Arrays.asList(record.getThrown().getStackTrace()));
        assertTrue(text.contains("\n\tat " + getClass().getName() + "."), text);
    }

    @Test
    void anHonestExceptionIsLeftAlone() {
        var thrown = new IllegalStateException("all well", new RuntimeException());
        var record = record("failed");
        record.setThrown(thrown);

        text(record);

        assertSame(thrown, record.getThrown());
    }

    @Test
    void causesThatGoInCirclesEnd() {
        var first = new RuntimeException("a\nb");
        var second = new RuntimeException("c\nd", first);
        first.initCause(second);
        var record = record("failed");
        record.setThrown(first);

        text(record);

        assertNull(record.getThrown().getCause().getCause());
    }

    @Test
    void jsonHoldsNoRawControlCharacterEither() {
        var formatter = new JsonFormatter();
        formatter.setExceptionOutputType(ExceptionOutputType.FORMATTED);
        var record = record("%s", "\u0085\u202e\u2028\u009b");
        record.setThrown(new RuntimeException("\u202e"));
        new OneLineRecords().isLoggable(record);

        var json = formatter.format(record).strip();

        assertFalse(ControlCharacters.areIn(json), json);
    }

    private static ExtLogRecord record(String format, Object... parameters) {
        var record = new ExtLogRecord(Level.INFO, format, FormatStyle.PRINTF, OneLineRecordsTest.class.getName());
        record.setParameters(parameters);
        return record;
    }

    private static String text(ExtLogRecord record) {
        assertTrue(new OneLineRecords().isLoggable(record));
        return new PatternFormatter("%s%e").format(record);
    }
}
