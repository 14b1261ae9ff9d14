package dev.ecoin.fitting;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** How several answers stand in one body: as the series did. */
enum Layout {
    ONE("", "", ""),
    LIST("[", ",", "]"),
    LINES("", "\n", "\n");

    private final String before;
    private final String between;
    private final String after;

    Layout(String before, String between, String after) {
        this.before = before;
        this.between = between;
        this.after = after;
    }

    /** @param answers in UTF-8 */
    byte[] join(List<byte[]> answers) {
        var body = new ByteArrayOutputStream();
        for (int i = 0; i < answers.size(); i++) {
            write(body, i == 0 ? before : between);
            body.writeBytes(answers.get(i));
        }
        write(body, after);
        return body.toByteArray();
    }

    private static void write(ByteArrayOutputStream body, String ascii) {
        ascii.chars().forEach(body::write);
    }
}
