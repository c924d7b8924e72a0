package dev.belay.command;

import dev.belay.outcome.Problem;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Upgrades from version 1 that fail at version 9, and that the copy for the rehearsal does not show to fail. */
@ExtendWith(PostgresExtension.class)
@Timeout(600)
abstract class TakenBackSuite extends DatabaseSuite {

    /** What a rehearsal cannot see: the copy has no run lock. */
    static final String GATE =
            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'belay % lock'"
                    + " AND datname = current_database()) THEN RAISE 'the gate is closed'; END IF; END $$;";

    /** The server's counters know of more rows than the customers of version 1. */
    static final String COUNTED = counted("> 1000");

    private static String counted(String rows) {
        return Waiting.until(
                "EXISTS (SELECT FROM pg_stat_user_tables WHERE relname = 'customer' AND n_tup_ins " + rows + ")");
    }

    @TempDir
    Path backups;

    AskedSafeguards safeguards;

    @BeforeEach
    void prepare() {
        safeguards = AskedSafeguards.withDump(scenario, backups);
        scenario.script(
                "V1__base.sql",
                "CREATE TABLE customer (id int PRIMARY KEY, name varchar(10));"
                        + " INSERT INTO customer SELECT i, 'n' || i FROM generate_series(1, 1000) i;");
        scenario.upgrade();
        if (scenario.database().major() >= 15) {
            // the session has told of them, or a backup could take them for others' rows
            scenario.superuser().execute(counted(">= 1000"));
        }
        scenario.script("V9__gate.sql", GATE).script("U9__gate.sql", "SELECT 1;");
        safeguards.check = false;
    }

    @AfterEach
    void dropBeside() {
        if (scenario != null) {
            beside().forEach(name -> maintenance().execute("DROP DATABASE " + name + " WITH (FORCE)"));
        }
    }

    final void mayRestore() {
        scenario.superuser()
                .execute(
                        "ALTER ROLE " + scenario.owner() + " CREATEDB; GRANT pg_signal_backend TO " + scenario.owner());
    }

    final TestDatabase maintenance() {
        return new TestDatabase(
                "postgres",
                scenario.superuser().major(),
                scenario.superuser().settings().withDatabase("postgres"));
    }

    /** {@return the databases that were made from this one} */
    final List<String> beside() {
        return maintenance()
                .query("SELECT datname FROM pg_database WHERE datname LIKE '"
                        + scenario.database().name() + "\\_%'");
    }

    /** {@return with what the upgrade fails} */
    final Problem failed() {
        return refused(() -> scenario.discreet(() -> Upgrade.run(
                new Upgrade.Request(scenario.request(), Targets.up(Optional.of("latest")), safeguards.get()))));
    }

    /** Does something when a statement is about to be sent. */
    final void others(String sql, String beforeStatement) {
        scenario.told().onStatement(statement -> {
            if (statement.summary().startsWith(beforeStatement)) {
                scenario.superuser().execute(sql);
            }
        });
    }
}
