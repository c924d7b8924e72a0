package dev.belay.command;

import dev.belay.outcome.StepReport;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.testing.PostgresExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What runs with safeguards, on servers whose client programs are installed. */
@ExtendWith(PostgresExtension.class)
@Timeout(600)
abstract class SafeguardedSuite extends DatabaseSuite {

    /** For backups, and whatever else is asked for. */
    @TempDir
    Path folder;

    AskedSafeguards asked;

    @BeforeEach
    final void ask() {
        asked = AskedSafeguards.withDump(scenario, folder);
    }

    /** V1 is applied, and V2 is to come. */
    final void mailIsPending() {
        scenario.customers().upgrade();
        scenario.mail();
    }

    /** {@return what is told of the step} */
    static StepReport step(UpgradeOutcome outcome, StepReport.Step step) {
        return outcome.steps().stream()
                .filter(report -> report.step() == step)
                .findFirst()
                .orElseThrow();
    }

    /** A script of this version fails here, and on no copy, which is on another server. */
    void closedGate(int version) {
        scenario.script(
                        "V" + version + "__gate.sql",
                        "DO $$ BEGIN IF current_setting('port') = '"
                                + scenario.query("SHOW port").get(0)
                                + "' THEN RAISE 'the gate is closed'; END IF; END $$;")
                .script("U" + version + "__gate.sql", "SELECT 1;");
    }

    /** Ends sessions of the run and waits until they are gone. */
    void end(String which) {
        String sessions = "FROM pg_stat_activity WHERE datname = current_database() AND " + which;
        scenario.superuser().query("SELECT pg_terminate_backend(pid) " + sessions);
        scenario.superuser().execute(Waiting.until("NOT EXISTS (SELECT " + sessions + ")"));
    }
}
