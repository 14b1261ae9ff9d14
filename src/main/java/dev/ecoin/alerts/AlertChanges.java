package dev.ecoin.alerts;

import dev.ecoin.alerts.AlertRepository.Rule;
import dev.ecoin.alerts.AlertRepository.Transition;
import dev.ecoin.configuration.Currency;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.Session;
import dev.ecoin.http.ProblemException;
import dev.ecoin.logging.ControlCharacters;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.UnknownCoin;
import dev.ecoin.runs.Runs;
import dev.ecoin.serving.ServingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;

/** Adds, changes and removes rules, and evaluates them for dry runs. Blocks. */
@ApplicationScoped
class AlertChanges {

    private static final Logger LOG = Logger.getLogger(AlertChanges.class);
    private static final int LONGEST_NAME = 100;
    private static final int MOST_COINS = 1_000;
    private static final int MOST_WEBHOOKS = 20;

    /** Maximum number of coins of a dry run. */
    private static final int TRIED = 50;

    private final AlertRepository alerts;
    private final WebhookRepository webhooks;
    private final CoinRepository coins;
    private final Evaluator evaluator;
    private final Messages messages;
    private final JobDatabase database;
    private final Runs runs;
    private final AlertsConfig config;
    private final ServingConfig serving;
    private final Currency currency;
    private final Clock clock;

    AlertChanges(
            AlertRepository alerts,
            WebhookRepository webhooks,
            CoinRepository coins,
            Evaluator evaluator,
            Messages messages,
            JobDatabase database,
            Runs runs,
            AlertsConfig config,
            ServingConfig serving,
            Currency currency,
            Clock clock) {
        this.alerts = alerts;
        this.webhooks = webhooks;
        this.coins = coins;
        this.evaluator = evaluator;
        this.messages = messages;
        this.database = database;
        this.runs = runs;
        this.config = config;
        this.serving = serving;
        this.currency = currency;
        this.clock = clock;
    }

    /**
     * Adds a rule and requests its evaluation.
     *
     * @param dryRun whether to say only what it would say
     * @param by name of the requester
     * @throws ProblemException with status 400 if a field is missing, 422 if one is out of range, 409 if there are too many rules
     */
    Alert.Checked add(AlertRequest request, boolean dryRun, String by) {
        var now = clock.instant();
        var rule = rule(request, null, by, now, now);
        var checked = tried(rule);
        if (dryRun) {
            database.run(session -> requireWebhooks(session, rule.webhooks()));
            return checked;
        }
        var id = database.transaction(session -> {
            requireWebhooks(session, rule.webhooks());
            if (alerts.count(session) >= config.mostRules()) {
                throw ProblemException.conflict(
                        "name",
                        rule.name(),
                        "There are " + config.mostRules()
                                + " alerts already, which is the maximum (ecoin.alerts.most-rules)",
                        "to remove one first");
            }
            var added = alerts.add(session, rule);
            evaluateSoon(session);
            return added;
        });
        runs.wake();
        LOG.infof("%s added the alert '%s' (%d)", by, rule.name(), id);
        return new Alert.Checked(withId(rule, id), checked.now(), checked.coinsCovered());
    }

    /**
     * Changes a rule. If its condition changes or it is disabled, it first clears for the coins for which it fires.
     *
     * @param request fields that are left out keep their values
     * @throws ProblemException as {@link #add}, or with status 404 if there is no such rule
     */
    Alert.Checked change(long id, AlertRequest request, String by) {
        var now = clock.instant();
        var before = database.transaction(session -> alerts.lock(session, id)).orElseThrow(() -> unknown(id));
        var checked = tried(rule(request.over(before), before.id(), before.createdBy(), before.createdAt(), now));
        var changed = database.transaction(session -> {
            var former = alerts.lock(session, id).orElseThrow(() -> unknown(id));
            var rule = rule(request.over(former), former.id(), former.createdBy(), former.createdAt(), now);
            requireWebhooks(session, rule.webhooks());
            if (!rule.enabled()) {
                clear(session, former, "The alert was disabled", now);
            } else if (!rule.condition().equals(former.condition())
                    || !rule.coins().equals(former.coins())) {
                clear(session, former, "The alert was changed", now);
            }
            alerts.change(session, rule);
            evaluateSoon(session);
            return rule;
        });
        runs.wake();
        LOG.infof("%s changed the alert '%s' (%d)%s", by, changed.name(), id, changed.enabled() ? "" : ": disabled");
        return new Alert.Checked(changed, checked.now(), checked.coinsCovered());
    }

    /**
     * Removes a rule with its history. It first clears for the coins for which it fires, so that receivers close their incidents.
     *
     * @throws ProblemException with status 404 if there is no such rule
     */
    void remove(long id, String by) {
        var now = clock.instant();
        var removed = database.transaction(session -> {
            var rule = alerts.lock(session, id).orElseThrow(() -> unknown(id));
            clear(session, rule, "The alert was removed", now);
            alerts.remove(session, id);
            return rule;
        });
        runs.wake();
        LOG.infof("%s removed the alert '%s' (%d)", by, removed.name(), id);
    }

    private void clear(Session session, Alert rule, String why, Instant at) throws Exception {
        var cleared = alerts.firing(session, rule.id()).stream()
                .map(firing -> new Transition(rule.id(), firing.coin(), false, null, why))
                .toList();
        alerts.forget(session, rule.id());
        alerts.record(session, cleared, at);
        var sender = new Rule(rule.id(), 0, rule.name(), rule.coins(), rule.condition(), rule.webhooks());
        messages.send(session, Map.of(rule.id(), sender), cleared, at);
        cleared.forEach(transition -> Evaluator.log(sender, transition));
    }

    private void evaluateSoon(Session session) throws Exception {
        evaluator.request(session, "changed alert");
    }

    private Alert.Checked tried(Alert rule) {
        var covered = rule.coins().isEmpty() ? database.transaction(coins::ids) : rule.coins();
        var now = evaluator.findings(
                rule.name(),
                rule.condition(),
                covered.stream().sorted().limit(TRIED).toList());
        return new Alert.Checked(rule, now, covered.size());
    }

    private Alert rule(AlertRequest request, Long id, String by, Instant created, Instant changed) {
        if (request.condition() == null) {
            throw ProblemException.badRequest(
                    "condition",
                    null,
                    "The field 'condition' is missing",
                    "an object with a kind, as /q/openapi describes");
        }
        var condition = request.condition().checked(serving.maxHorizon());
        return new Alert(
                id,
                name(request.name()),
                coins(request.coins()),
                condition,
                condition.description(currency),
                !Boolean.FALSE.equals(request.enabled()),
                webhooks(request.webhooks()),
                by,
                created,
                changed,
                null,
                List.of(),
                null);
    }

    private Alert withId(Alert rule, long id) {
        return new Alert(
                id,
                rule.name(),
                rule.coins(),
                rule.condition(),
                rule.description(),
                rule.enabled(),
                rule.webhooks(),
                rule.createdBy(),
                rule.createdAt(),
                rule.changedAt(),
                null,
                List.of(),
                null);
    }

    /** Of a rule or a webhook. */
    static String name(String name) {
        var valid = "a name of up to " + LONGEST_NAME + " characters";
        if (name == null || name.isBlank()) {
            throw ProblemException.badRequest("name", name, "The field 'name' is missing", valid);
        }
        if (ControlCharacters.areIn(name)) {
            throw ProblemException.unprocessable("name", name, "The field 'name' holds a control character", valid);
        }
        var stripped = name.strip();
        if (stripped.codePointCount(0, stripped.length()) > LONGEST_NAME) {
            throw ProblemException.unprocessable("name", name, "The field 'name' is too long", valid);
        }
        return stripped;
    }

    private List<String> coins(List<String> wanted) {
        if (wanted == null || wanted.isEmpty()) {
            return List.of();
        }
        var valid = "a list of up to " + MOST_COINS + " ids such as [\"bitcoin\"], or an empty one for all coins";
        if (wanted.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.badRequest(
                    "coins", wanted.toString(), "The field 'coins' is not a list of coins", valid);
        }
        if (wanted.size() > MOST_COINS) {
            throw ProblemException.unprocessable("coins", null, wanted.size() + " coins are too many", valid);
        }
        var known = Set.copyOf(database.transaction(coins::allIds));
        for (var coin : wanted) {
            if (!known.contains(coin)) {
                throw ProblemException.unprocessable(
                        "coins",
                        coin,
                        "There is no coin '" + coin + "' here",
                        UnknownCoin.valid(known.stream().sorted().toList()));
            }
        }
        return wanted.stream().distinct().sorted().toList();
    }

    private static List<Long> webhooks(List<Long> wanted) {
        if (wanted == null) {
            return List.of();
        }
        var valid = "up to " + MOST_WEBHOOKS + " ids that GET /webhooks lists, such as [1]";
        if (wanted.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.badRequest(
                    "webhooks", wanted.toString(), "The field 'webhooks' is not a list of ids", valid);
        }
        if (wanted.size() > MOST_WEBHOOKS) {
            throw ProblemException.unprocessable("webhooks", null, wanted.size() + " webhooks are too many", valid);
        }
        return wanted.stream().distinct().sorted().toList();
    }

    private void requireWebhooks(Session session, List<Long> wanted) throws Exception {
        var known = webhooks.lock(session, wanted);
        for (var id : wanted) {
            if (!known.contains(id)) {
                throw ProblemException.unprocessable(
                        "webhooks", id.toString(), "There is no webhook " + id, "ids that GET /webhooks lists");
            }
        }
    }

    static ProblemException unknown(long id) {
        return unknown(Long.toString(id));
    }

    static ProblemException unknown(String id) {
        return ProblemException.notFound("id", id, "There is no alert '" + id + "'", "an id that GET /alerts lists");
    }
}
