package dev.ecoin.training;

import dev.ecoin.runs.Run;

/**
 * Results for the coins of a shard that have prices.
 *
 * @param accepted coins with a new model that passed the gate
 * @param rejected coins with a new model that did not
 * @param failed coins without a new model
 * @param trainedBefore coins that were skipped, because they were already trained or another process trained them
 */
public record ShardReport(int accepted, int rejected, int failed, int trainedBefore) {

    static final ShardReport NOTHING = new ShardReport(0, 0, 0, 0);

    public int coins() {
        return accepted + rejected + failed + trainedBefore;
    }

    ShardReport and(Run run) {
        return switch (run.state()) {
            case SUCCEEDED -> new ShardReport(accepted + 1, rejected, failed, trainedBefore);
            case REJECTED -> new ShardReport(accepted, rejected + 1, failed, trainedBefore);
            default -> andFailed();
        };
    }

    ShardReport andFailed() {
        return new ShardReport(accepted, rejected, failed + 1, trainedBefore);
    }

    ShardReport andTrainedBefore() {
        return new ShardReport(accepted, rejected, failed, trainedBefore + 1);
    }
}
