package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testing.Snapshot;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Migrations that are Java classes run among the scripts, as plain Flyway runs them. */
class JavaMigrationTest extends DatabaseSuite {

    @BeforeEach
    void locations() {
        scenario.locations("filesystem:" + scenario.folder(), "classpath:dev/belay/command/classes")
                .table("1", "one")
                .script("V3__after.sql", "UPDATE one SET id = id + 1;");
    }

    @Test
    void theyRunInTheirPlace() {
        try (var other = scenario.another()) {
            var outcome = scenario.upgrade();
            other.plain().migrate();

            assertThat(outcome.applied())
                    .extracting("script")
                    .containsExactly(
                            "V1__create_one.sql", "dev.belay.command.classes.V2__Fill_by_class", "V3__after.sql");
            assertThat(Snapshot.likeness(scenario.database(), "flyway_schema_history"))
                    .isEqualTo(Snapshot.likeness(other.database(), "flyway_schema_history"));
        }
        assertThat(scenario.query("SELECT id FROM one")).containsExactly("8");
        scenario.plain().validate();
        assertThat(scenario.told().scripts())
                .containsExactly(
                        "1/3 V1__create_one.sql",
                        "2/3 dev.belay.command.classes.V2__Fill_by_class",
                        "3/3 V3__after.sql");
    }

    @Test
    void anUndoScriptTakesThemBack() {
        scenario.script("U3__after.sql", "UPDATE one SET id = id - 1;").script("U2__fill.sql", "DELETE FROM one;");
        scenario.upgrade();

        assertThat(scenario.downgrade("1").undone())
                .extracting("script")
                .containsExactly("U3__after.sql", "U2__fill.sql");
        assertThat(scenario.query("SELECT id FROM one")).isEmpty();
        assertThat(scenario.plain().migrate().migrationsExecuted).isEqualTo(2);
    }

    @Test
    void oneThatFailsIsNamedAndRolledBack() {
        scenario.script("V1__create_one.sql", "CREATE TABLE one (id text CHECK (id <> '7'));");

        var problem = refused(scenario::upgrade);

        assertThat(problem.what()).contains("V2__Fill_by_class");
        assertThat(problem.state().orElseThrow()).contains("version 1");
        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.current().failed()).isEmpty();
    }
}
