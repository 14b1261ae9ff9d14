package dev.ecoin.forecasting.evaluation;

import java.util.List;

/**
 * What one forecaster scored in a backtest.
 *
 * @param overall over all origins and days ahead, every scored day counting the same
 * @param byHorizon over the origins, by days ahead; element 0 is one day ahead
 * @param byOrigin over the days ahead, by origin, the oldest first
 */
public record ScoreTable(Scores overall, List<Scores> byHorizon, List<Scores> byOrigin) {

    public ScoreTable {
        byHorizon = List.copyOf(byHorizon);
        byOrigin = List.copyOf(byOrigin);
    }
}
