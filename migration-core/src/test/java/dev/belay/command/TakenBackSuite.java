package dev.belay.command;

import static dev.belay.command.AskedSafeguards.GATE;

import dev.belay.outcome.Problem;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Upgrades from version 1 that fail at version 9, and that the copy for the rehearsal does not show to fail. */
abstract class TakenBackSuite extends SafeguardedSuite {

    /** The server's counters know of more rows than the customers of version 1. */
    static final String COUNTED = counted("> 1000");

    private static String counted(String rows) {
        return Waiting.until(
                "EXISTS (SELECT FROM pg_stat_user_tables WHERE relname = 'customer' AND n_tup_ins " + rows + ")");
    }

    @BeforeEach
    void prepare() {
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
        asked.check = false;
    }

    @AfterEach
    void dropBeside() {
        if (scenario != null) {
            scenario.dropBeside();
        }
    }

    /** {@return with what the upgrade fails} */
    final Problem failed() {
        return refused(() -> scenario.discreet(() ->
                Upgrade.run(new Upgrade.Request(scenario.request(), Targets.up(Optional.of("latest")), asked.get()))));
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
