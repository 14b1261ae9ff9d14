package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.sarima.CorruptModelException.Reason;

/** The binary form of a {@link SarimaModel} alone; see {@link ModelCodec} for every model a fit can return. */
public final class SarimaCodec {

    private SarimaCodec() {}

    /** The model's bytes. */
    public static byte[] encode(SarimaModel model) {
        return ModelCodec.encode(model);
    }

    /**
     * The model of some bytes.
     *
     * @throws CorruptModelException if they are not exactly what {@link #encode} of this or an earlier version wrote
     */
    public static SarimaModel decode(byte[] bytes) {
        if (ModelCodec.decode(bytes) instanceof SarimaModel model) {
            return model;
        }
        throw new CorruptModelException(Reason.INVALID_FIELD, "a model, but not a SARIMA model");
    }
}
