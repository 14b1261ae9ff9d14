package dev.ecoin.prices;

import dev.ecoin.http.CsvTable;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/** Writes a price history as CSV (RFC 4180), in the columns that {@link PriceImport} reads. */
@Provider
@Produces(PriceHistoryCsv.MEDIA_TYPE)
public final class PriceHistoryCsv implements MessageBodyWriter<PriceHistory> {

    static final String MEDIA_TYPE = "text/csv";

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader("coin", "date", "price", "market_cap", "volume", "source")
            .get();

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == PriceHistory.class;
    }

    @Override
    public void writeTo(
            PriceHistory history,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        var csv = FORMAT.print(new OutputStreamWriter(body, StandardCharsets.UTF_8));
        for (var price : history.prices()) {
            csv.printRecord(Stream.of(
                            history.coin(),
                            price.day(),
                            price.price(),
                            price.marketCap(),
                            price.volume(),
                            price.source().label())
                    .map(CsvTable::cell));
        }
        csv.flush();
    }
}
