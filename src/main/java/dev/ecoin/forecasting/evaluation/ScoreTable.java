package dev.ecoin.forecasting.evaluation;

import java.util.List;

/**
 * Scores of one forecaster in a backtest.
 *
 * @param overall over all origins and days ahead, with equal weight for every scored day
 * @param byHorizon by days ahead, over the origins; element 0 is one day ahead
 * @param byOrigin by origin, over the days ahead, oldest first
 */
public record ScoreTable(Scores overall, List<Scores> byHorizon, List<Scores> byOrigin) {

    public ScoreTable {
        byHorizon = List.copyOf(byHorizon);
        byOrigin = List.copyOf(byOrigin);
    }
}
