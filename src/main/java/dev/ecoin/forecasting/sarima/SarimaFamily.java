package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.ModelFamily;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Seasonal ARIMA models as a family, requested by order, or by {@value #AUTOMATIC} for automatic selection. */
public final class SarimaFamily implements ModelFamily {

    /** Name that requests automatic selection of the order. */
    public static final String AUTOMATIC = "auto";

    @Override
    public byte id() {
        return 1;
    }

    @Override
    public Optional<String> names() {
        return Optional.of(AUTOMATIC + ", (p,d,q) or (p,d,q)(P,D,Q)m as in (1,1,1)(1,0,1)7");
    }

    @Override
    public Optional<Forecaster> forecaster(String name, int period, boolean overridingGate) {
        if (!name.equals(AUTOMATIC) && !name.startsWith("(")) {
            return Optional.empty();
        }
        var forecaster = (name.equals(AUTOMATIC)
                        ? SarimaForecaster.automatic(period)
                        : SarimaForecaster.of(SarimaOrder.parse(name)))
                .calibratedIntervals()
                .dailyPrices();
        return Optional.of(overridingGate ? forecaster.overridingGate() : forecaster);
    }

    @Override
    public FittedModel read(ByteBuffer fields, short version) {
        return SarimaFields.read(fields, version);
    }
}
