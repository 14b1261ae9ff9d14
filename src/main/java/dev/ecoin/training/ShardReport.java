package dev.ecoin.training;

import dev.ecoin.runs.Run;

/**
 * What became of the coins of a shard that have prices.
 *
 * @param accepted got a model that passed the gate
 * @param rejected got one that did not
 * @param failed got none
 * @param trainedBefore had been trained, or were meanwhile by another process, and were left alone
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
