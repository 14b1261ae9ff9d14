package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.crawl.CrawlMode;
import dev.ecoin.crawl.CrawlReport;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.DocumentFiles;
import dev.ecoin.crawl.DocumentFiles.Outcome;
import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.coingecko.CoinList;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.runs.RunState;
import dev.ecoin.schedule.Pipeline;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Crawls coins for a day or a range of days, to files or to the database. */
@Command(
        name = "crawl",
        description = "Fetches missing days of coins from the feeds, to the database or to files.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Without --from and --to the command stores all missing days. It adds a new coin as active: the service crawls",
            "and trains it from now on, until PUT /coins/{id} with {\"state\":\"paused\"} or 'coins pause'.",
            "With --all and without --from it is the service's nightly crawl: it continues one that is waiting or paused,",
            "and leaves an interrupted one to the service.",
            "The next feed supplies the days that the first one does not show: see ecoin.feeds.",
            "With --out it fetches each day's whole document, one call a day, and keeps existing files.",
            "Exit status: 0 all days stored, 1 some days are unavailable, or the crawl failed, is paused, or found another",
            "one running, 2 usage or configuration."
        })
final class CrawlCommand implements DatabaseCommand {

    private static final int ALL_THERE = 0;
    private static final int SOME_MISSING = 1;
    private static final int MISCONFIGURED = 2;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Selection selection;

    @Option(names = "--from", paramLabel = "DATE", description = "First day, ISO 8601 (UTC).")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "Last day; the first one if left out.")
    private LocalDate to;

    @Option(names = "--out", paramLabel = "DIR", description = "Write one JSON file a coin and day: COIN-DATE.json.")
    private String directory;

    @Option(names = "--store", description = "Store in the database; the default without --out.")
    private boolean store;

    /** The selected coins. */
    static final class Selection {

        @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id; may be repeated.")
        private Set<String> coins = new LinkedHashSet<>();

        @Option(names = "--all", required = true, description = "All active coins, as in the nightly crawl.")
        private boolean all;
    }

    @Override
    public int perform() throws IOException {
        requireCompleteDays();
        var progress =
                Progress.to(spec.commandLine().getOut(), spec.commandLine().getErr(), "days");
        try {
            var stored = directory == null || store ? store(progress) : ALL_THERE;
            if (directory == null || stored == MISCONFIGURED) {
                return stored;
            }
            return Math.max(stored, write(progress));
        } catch (FeedException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return e instanceof FeedException.Misconfigured ? MISCONFIGURED : SOME_MISSING;
        }
    }

    @Override
    public void check() {
        if (from == null && to != null) {
            throw new UsageException("--to is " + to + ", but --from is missing.");
        }
        if (selection.all && directory != null) {
            throw new UsageException("--out needs --coin, the coins to write.");
        }
        if (from == null && directory != null) {
            throw new UsageException("--out needs --from, the first day to write.");
        }
        if (from == null) {
            return;
        }
        to = to == null ? from : to;
        if (to.isBefore(from)) {
            throw new UsageException("--to is " + to + ", which is before --from " + from + ".");
        }
    }

    private void requireCompleteDays() {
        var yesterday = LocalDate.now(part(Clock.class)).minusDays(1);
        if (to != null && to.isAfter(yesterday)) {
            throw new UsageException("The last day is " + to + ", but the newest complete one is " + yesterday + ".");
        }
    }

    private int store(Progress progress) {
        addUnknown();
        var mode = directory == null ? CrawlMode.RANGE : CrawlMode.HISTORY;
        var ended = part(Pipeline.class)
                .crawl(new CrawlRequest(List.copyOf(selection.coins), from, to, mode), Shell.NAME, listener(progress));
        if (ended.isEmpty()) {
            spec.commandLine().getErr().println("The service is crawling on this database; try again after it.");
            return SOME_MISSING;
        }
        var report = ended.get();
        progress.line("%d days were missing: %d stored, %d unavailable, %d calls"
                .formatted(report.daysWanted(), report.daysStored(), report.daysUnavailable(), report.calls()));
        if (report.error() != null) {
            spec.commandLine().getErr().println(report.error());
        }
        if (FeedException.Misconfigured.explains(report.error())) {
            return MISCONFIGURED;
        }
        return report.state() == RunState.SUCCEEDED && report.daysUnavailable() == 0 ? ALL_THERE : SOME_MISSING;
    }

    private static Consumer<CrawlReport> listener(Progress progress) {
        Set<String> ended = new HashSet<>();
        return report -> {
            for (var coin : report.coins()) {
                if (coin.state() != RunState.RUNNING && ended.add(coin.coin())) {
                    progress.line("%s, %s to %s: %d days were missing, %d stored%s"
                            .formatted(
                                    coin.coin(),
                                    coin.firstDay(),
                                    coin.lastDay(),
                                    coin.daysWanted(),
                                    coin.daysStored(),
                                    coin.error() == null ? "" : "; " + coin.error()));
                }
            }
            progress.show(report.daysStored() + report.daysUnavailable(), report.daysWanted());
        };
    }

    private void addUnknown() {
        var repository = part(CoinRepository.class);
        var known = repository.present();
        for (var coin : selection.coins) {
            if (!known.contains(coin)) {
                var list = part(CoinList.class);
                var listed = list.findNow(coin).orElseThrow(() -> new UsageException(unlisted(coin, list.near(coin))));
                repository.add(listed);
            }
        }
    }

    private static String unlisted(String coin, List<String> near) {
        return "CoinGecko has no coin with the id '" + coin + "'."
                + (near.isEmpty() ? "" : " Similar ones: " + String.join(", ", near) + ".");
    }

    private int write(Progress progress) throws IOException {
        var files = part(DocumentFiles.class);
        var days = from.datesUntil(to.plusDays(1)).toList();
        var done = 0;
        var missing = false;
        for (var coin : selection.coins) {
            var outcomes = new EnumMap<Outcome, Integer>(Outcome.class);
            for (var day : days) {
                outcomes.merge(files.write(Utf8.path(directory), coin, day, !store), 1, Integer::sum);
                progress.show(++done, days.size() * selection.coins.size());
            }
            progress.line("%s: %d files written to %s, %d there already, %d days unavailable"
                    .formatted(
                            coin,
                            outcomes.getOrDefault(Outcome.WRITTEN, 0),
                            directory,
                            outcomes.getOrDefault(Outcome.PRESENT, 0),
                            outcomes.getOrDefault(Outcome.UNAVAILABLE, 0)));
            missing |= outcomes.containsKey(Outcome.UNAVAILABLE);
        }
        return missing ? SOME_MISSING : ALL_THERE;
    }
}
