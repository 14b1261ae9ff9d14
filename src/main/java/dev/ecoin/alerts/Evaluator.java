package dev.ecoin.alerts;

import dev.ecoin.alerts.AlertRepository.Rule;
import dev.ecoin.alerts.AlertRepository.Transition;
import dev.ecoin.alerts.AlertRepository.Update;
import dev.ecoin.database.DatabaseAway;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.Session;
import dev.ecoin.logging.LogFields;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.runs.RunRequest;
import dev.ecoin.runs.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Evaluates all rules and stores their states; each change is recorded and sent once. */
@ApplicationScoped
public class Evaluator {

    /** Kind of the runs that evaluate rules. */
    public static final String KIND = "alerts";

    /** Keeps dry runs within the request timeout. */
    private static final Duration LONGEST_TRIAL = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(Evaluator.class);

    private final AlertRepository alerts;
    private final CoinRepository coins;
    private final Situations situations;
    private final Messages messages;
    private final JobDatabase database;
    private final Runs runs;
    private final AlertsConfig config;
    private final Clock clock;

    Evaluator(
            AlertRepository alerts,
            CoinRepository coins,
            Situations situations,
            Messages messages,
            JobDatabase database,
            Runs runs,
            AlertsConfig config,
            Clock clock) {
        this.alerts = alerts;
        this.coins = coins;
        this.situations = situations;
        this.messages = messages;
        this.database = database;
        this.runs = runs;
        this.config = config;
        this.clock = clock;
    }

    /** A request for an evaluation; equal ones share a waiting run. */
    static RunRequest request(String by) {
        return RunRequest.of(KIND, "{}", by);
    }

    /**
     * Requests an evaluation if there is any rule, as part of a transaction.
     *
     * @param by why
     */
    public void request(Session session, String by) throws Exception {
        if (alerts.isAny(session)) {
            runs.request(session, request(by));
        }
    }

    /** A rule with its findings for coins. */
    private record Evaluated(Rule rule, List<Finding> findings) {}

    /**
     * Evaluates all enabled rules; blocks.
     *
     * @param isEnding asked before each coin; once true the result is incomplete and must not be stored
     * @return stores the result, and requests the deliveries that follow
     */
    public JobDatabase.Action evaluate(BooleanSupplier isEnding) {
        var rules = database.transaction(alerts::enabled);
        var active = database.transaction(coins::ids);
        var present = Set.copyOf(database.transaction(coins::allIds));
        var byCoin = new TreeMap<String, List<Rule>>();
        for (var rule : rules) {
            (rule.coins().isEmpty() ? active : rule.coins())
                    .stream().filter(present::contains).forEach(coin -> byCoin.computeIfAbsent(
                                    coin, first -> new ArrayList<>())
                            .add(rule));
        }
        var evaluated =
                rules.stream().collect(Collectors.toMap(Rule::id, rule -> new Evaluated(rule, new ArrayList<>())));
        byCoin.forEach((coin, about) -> {
            if (!isEnding.getAsBoolean()) {
                findings(coin, about)
                        .forEach((rule, finding) ->
                                evaluated.get(rule).findings().add(finding));
            }
        });
        return session -> store(session, List.copyOf(evaluated.values()));
    }

    /** Findings of rules for a coin, by the rule's id. */
    private Map<Long, Finding> findings(String coin, List<Rule> rules) {
        var situation = situations.now(coin);
        var findings = new TreeMap<Long, Finding>();
        LogFields.ofCoin(coin, () -> sorted(situation, rules)
                .forEach(rule -> findings.put(rule.id(), find(situation, rule.name(), rule.condition()))));
        return findings;
    }

    /** Orders rules so that those which share a simulation follow each other. */
    private static List<Rule> sorted(Situation situation, List<Rule> rules) {
        if (rules.stream().noneMatch(rule -> rule.condition() instanceof TouchCondition)) {
            return rules;
        }
        var origin = situation.outlook().map(Situation.Outlook::origin).orElse(LocalDate.EPOCH);
        return rules.stream()
                .sorted(Comparator.comparingInt(rule -> rule.condition().simulatedDays(origin)))
                .toList();
    }

    private static Finding find(Situation situation, String name, Condition condition) {
        try {
            return condition.find(situation);
        } catch (DatabaseAway e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warnf("The alert '%s' could not be evaluated for %s and stays as it is: %s", name, situation.coin(), e);
            return Finding.unknown(situation.coin(), "The condition could not be evaluated");
        }
    }

    /**
     * Findings of a condition for coins now, in their order, or for the first of them if that takes long; blocks.
     *
     * @param name of the rule, for the log
     */
    List<Finding> findings(String name, Condition condition, List<String> ofCoins) {
        var end = System.nanoTime() + LONGEST_TRIAL.toNanos();
        var findings = new ArrayList<Finding>();
        for (var coin : ofCoins) {
            if (findings.isEmpty() || System.nanoTime() - end < 0) {
                findings.add(find(situations.now(coin), name, condition));
            }
        }
        return List.copyOf(findings);
    }

    /** In the transaction that ends the run, so that messages and stored states agree. */
    private void store(Session session, List<Evaluated> evaluated) throws Exception {
        var now = clock.instant();
        var rules = alerts.unchanged(
                session, evaluated.stream().map(Evaluated::rule).toList());
        var remembered = alerts.remembered(session, rules.keySet());
        var updates = new ArrayList<Update>();
        var transitions = new ArrayList<Transition>();
        var gone = new ArrayList<Transition>();
        for (var one : evaluated) {
            if (!rules.containsKey(one.rule().id())) {
                continue;
            }
            var before = remembered.getOrDefault(one.rule().id(), Map.of());
            var found = new HashSet<String>();
            for (var finding : one.findings()) {
                found.add(finding.coin());
                var former = before.get(finding.coin());
                var update = update(one.rule(), finding, former, now);
                updates.add(update);
                if (update.firing() != (former != null && former.firing())) {
                    transitions.add(new Transition(
                            one.rule().id(), finding.coin(), update.firing(), finding.value(), finding.text()));
                }
            }
            before.forEach((coin, former) -> {
                if (!found.contains(coin)) {
                    var left =
                            new Transition(one.rule().id(), coin, false, null, "The rule is no longer about " + coin);
                    gone.add(left);
                    if (former.firing()) {
                        transitions.add(left);
                    }
                }
            });
        }
        alerts.remember(session, updates, now);
        alerts.forget(session, gone);
        alerts.evaluated(session, rules.keySet(), now);
        alerts.record(session, transitions, now);
        messages.send(session, rules, transitions, now);
        var before = now.minus(config.keep());
        alerts.prune(session, before);
        messages.prune(session, before, now);
        transitions.forEach(transition -> log(rules.get(transition.rule()), transition));
    }

    private static Update update(Rule rule, Finding finding, AlertRepository.Remembered former, Instant now) {
        var fired = former != null && former.firing();
        var fires = finding.standing().fires(fired);
        return new Update(rule.id(), finding, fires, former == null || fires != fired ? now : former.since());
    }

    static void log(Rule rule, Transition transition) {
        LOG.infof(
                "The alert '%s' (%d) %s for %s: %s. Webhooks: %s",
                rule.name(),
                rule.id(),
                transition.event(),
                transition.coin(),
                transition.text(),
                rule.webhooks().isEmpty() ? "none" : rule.webhooks());
    }
}
