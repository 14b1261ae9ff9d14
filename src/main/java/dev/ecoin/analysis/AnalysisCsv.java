package dev.ecoin.analysis;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Writes the rows of an analysis as CSV. */
@Provider
@Produces(RowFormat.CSV_TYPE)
public final class AnalysisCsv implements MessageBodyWriter<AnalysisAnswer> {

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == AnalysisAnswer.class;
    }

    @Override
    public void writeTo(
            AnalysisAnswer answer,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        try (var writer = RowFormat.CSV.writer(body)) {
            writer.write(answer.table());
        }
    }
}
