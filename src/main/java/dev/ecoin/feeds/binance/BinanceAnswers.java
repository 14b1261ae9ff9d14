package dev.ecoin.feeds.binance;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.ecoin.feeds.Answer;
import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.FeedException.NotServed.Reason;

/** Interprets Binance's answers. Errors are {@code {"code":-1121,"msg":"Invalid symbol."}} or, from the CDN, text. */
final class BinanceAnswers {

    private static final int INVALID_SYMBOL = -1121;
    private static final int TOO_MANY_REQUESTS = -1003;

    private final ObjectReader reader;

    BinanceAnswers(ObjectReader reader) {
        this.reader = reader;
    }

    /**
     * The body as the given type.
     *
     * @throws FeedException if the answer is an error, in any form and with any status
     */
    <T> T read(Answer answer, Class<T> type, String asked) {
        var status = answer.status();
        var json = status == 200 && !answer.body().contains("\"code\"") ? null : answer.json(reader);
        var code = json == null ? 0 : json.path("code").asInt(0);
        var message = answer.line(json == null ? null : json.path("msg").asText());
        if (status == 451) {
            throw new FeedException.NotServedHere("Binance does not serve this country (status 451)");
        }
        // 418 is the answer to an address that ignored 429.
        if (status == 429 || status == 418 || code == TOO_MANY_REQUESTS) {
            throw answer.rateLimited(Binance.TITLE);
        }
        if (code == INVALID_SYMBOL) {
            throw new FeedException.NotServed(Reason.UNKNOWN_COIN, asked + ": " + message);
        }
        if (status == 404) {
            throw new FeedException.NotServed(
                    Reason.NOT_ACCEPTED,
                    asked + ": Binance answered 404: " + message + ". Check ecoin.binance.url if other coins fail too");
        }
        if (status == 400 || status == 422) {
            throw new FeedException.NotServed(Reason.NOT_ACCEPTED, asked + ": " + message);
        }
        if (status != 200 || code != 0) {
            throw new FeedException.NoAnswer(
                    "Binance answered " + asked + " with status " + status + " (" + message + ")", null);
        }
        return answer.as(type, reader, Binance.TITLE, asked);
    }
}
