package dev.ecoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.cli.Shell.Place;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where command lines run, determined without running them. */
class PlanTest {

    @ParameterizedTest
    @CsvSource({
        "crawl --coin bitcoin, DATABASE",
        "train --all --shard 0/2, DATABASE",
        "backtest --coin bitcoin, DATABASE",
        "export prices, EXISTING_DATABASE",
        "forecast --coin bitcoin, EXISTING_DATABASE",
        "portfolio bitcoin:1, EXISTING_DATABASE",
        "scenarios --coin bitcoin, EXISTING_DATABASE",
        "connection, EXISTING_DATABASE",
        "coins list, EXISTING_DATABASE",
        "coins add bitcoin, DATABASE",
        "coins pause bitcoin, EXISTING_DATABASE",
        "coins remove --yes bitcoin, EXISTING_DATABASE",
        "models list --coin bitcoin, EXISTING_DATABASE",
        "models pin --coin bitcoin --reason x, EXISTING_DATABASE",
        "analyse risk, EXISTING_DATABASE",
        "analyse, HERE",
        "coins, HERE",
        "fit, HERE",
        "password, HERE",
        "help train, HERE",
        "generate-completion, HERE",
        "--version, HERE",
        "crawl --help, HERE",
        "train --all -h, HERE",
    })
    void aCommandNamesWhatItNeeds(String line, Place place) {
        assertEquals(place, Shell.plan(line.split(" ")).place());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "predict",
                "crawl",
                "crawl --coin bitcoin --from 01.05.2026",
                "crawl --coin bitcoin --to 2026-05-01",
                "crawl --coin bitcoin --from 2026-05-02 --to 2026-05-01",
                "train --all --shard 2/2",
                "train --all --since yesterday",
                "train --coin bitcoin --shard 0/2",
                "train --coin bitcoin --order 1",
                "export prices --from 2026-05-02 --to 2026-05-01",
                "import no/such/file.csv",
                "forecast --coin bitcoin --horizon 0",
                "portfolio bitcoin",
                "analyse horoscope",
                "models list --coin bitcoin --limit 0",
                "coins remove bitcoin",
                "--port many",
            })
    void aWrongCommandLineNeedsNoDatabase(String line) {
        assertEquals(Place.HERE, Shell.plan(line.split(" ")).place());
    }

    @Test
    void withoutACommandTheServiceRunsOnThePortGiven() {
        assertEquals(new Shell.Plan(Place.SERVICE, Map.of()), Shell.plan());
        assertEquals(new Shell.Plan(Place.SERVICE, Map.of("quarkus.http.port", "9090")), Shell.plan("--port", "9090"));
    }
}
