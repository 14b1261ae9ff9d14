package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;

/** A tool: a question that a language model may ask. It reads only. A bean of this type is all that a further tool takes. */
interface Question {

    ToolDescription description();

    /**
     * Answers with the fields of the description's output, which stay within {@link Rows#MOST} rows.
     *
     * @return fails, or throws, a {@link dev.ecoin.http.ProblemException} for arguments that are wrong
     */
    Uni<ObjectNode> answer(Arguments arguments);

    /** Whether the answer has a limit on its time of its own; others have that of requests. */
    default boolean isBoundByItself() {
        return false;
    }
}
