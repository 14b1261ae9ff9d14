package dev.ecoin.prices;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The source of a price. Each feed is a source with its own name. Precedence between sources is the order of the
 * database's type {@code price_source}, see {@link PriceSourceRepository}.
 *
 * @param label the value in the database
 */
@RegisterForReflection
@Schema(type = SchemaType.STRING, examples = "coingecko")
public record PriceSource(@JsonValue String label) implements Comparable<PriceSource> {

    public static final PriceSource SAMPLE = new PriceSource("sample");

    /** Computed from a live price, close to the day's snapshot; used until the exact price is available. */
    public static final PriceSource MARKETS = new PriceSource("markets");

    public static final PriceSource IMPORT = new PriceSource("import");
    public static final PriceSource COINGECKO = new PriceSource("coingecko");

    @Override
    public int compareTo(PriceSource other) {
        return label.compareTo(other.label);
    }

    @Override
    public String toString() {
        return label;
    }
}
