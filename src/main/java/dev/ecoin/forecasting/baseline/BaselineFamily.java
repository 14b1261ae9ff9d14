package dev.ecoin.forecasting.baseline;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.ModelFamily;
import java.nio.ByteBuffer;

/** The baselines as a family. They are fallbacks for other models and cannot be requested by name. */
public final class BaselineFamily implements ModelFamily {

    @Override
    public byte id() {
        return 2;
    }

    @Override
    public FittedModel read(ByteBuffer fields, short version) {
        return BaselineFields.read(fields, version);
    }
}
