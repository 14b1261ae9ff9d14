package dev.ecoin.alerts;

import dev.ecoin.alerts.Situation.Outlook;
import java.time.LocalDate;

/** Common part of conditions on a day of the forecast, which may not exist or not cover that day. */
final class OutlookFinding {

    private OutlookFinding() {}

    /** Looks at a day of the forecast. */
    interface Look {
        Finding at(Outlook outlook, int daysAhead);
    }

    static Finding of(Situation situation, LocalDate date, Integer days, Look look) {
        var outlook = situation.outlook();
        if (outlook.isEmpty()) {
            return Finding.unknown(situation.coin(), "There is no forecast of " + situation.coin());
        }
        var origin = outlook.get().origin();
        var ahead = PriceTarget.ahead(origin, date, days);
        if (ahead < 1) {
            return new Finding(
                    situation.coin(),
                    Standing.NOT_MET,
                    null,
                    "The date " + date + " is over: prices are known up to " + origin);
        }
        if (ahead > outlook.get().longestHorizon()) {
            return Finding.unknown(
                    situation.coin(),
                    "The date " + date + " is beyond the forecast, which ends on "
                            + origin.plusDays(outlook.get().longestHorizon()));
        }
        return look.at(outlook.get(), (int) ahead);
    }
}
