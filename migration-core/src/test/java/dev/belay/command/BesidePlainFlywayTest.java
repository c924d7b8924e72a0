package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testing.Snapshot;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plain Flyway and Belay on one database, in turn: each finds what the other did as if it were its own. */
class BesidePlainFlywayTest extends DatabaseSuite {

    private static final String HISTORY = "flyway_schema_history";

    @BeforeEach
    void scripts() {
        scenario.table("1", "author")
                .table("2.1", "book")
                .script("V3__fill.sql", "INSERT INTO author SELECT generate_series(1, 3);\n")
                .script("U3__fill.sql", "DELETE FROM author;\n")
                .script(
                        "R__authors.sql",
                        "CREATE OR REPLACE FUNCTION authors() RETURNS bigint LANGUAGE sql"
                                + " AS 'SELECT count(*) FROM author';\n");
    }

    @Test
    void aDatabaseThatPlainFlywayMigratedIsTakenOver() {
        scenario.delete("V3__fill.sql").delete("U3__fill.sql");
        scenario.plain().migrate();
        List<String> before = scenario.query("SELECT * FROM " + HISTORY + " ORDER BY installed_rank");
        scenario.script("V3__fill.sql", "INSERT INTO author VALUES (7);\n");

        var outcome = scenario.upgrade();

        assertThat(outcome.versionBefore()).contains("2.1");
        assertThat(outcome.versionAfter()).contains("3");
        assertThat(outcome.applied()).extracting("script").containsExactly("V3__fill.sql");
        assertThat(scenario.query("SELECT * FROM " + HISTORY + " ORDER BY installed_rank"))
                .startsWith(before.toArray(String[]::new))
                .hasSize(before.size() + 1);
        assertThat(scenario.query("SELECT authors()")).containsExactly("1");
    }

    @Test
    void whatPlainFlywayAppliedCanBeTakenBack() {
        scenario.plain().migrate();

        var outcome = scenario.downgrade("base");

        assertThat(outcome.versionAfter()).isEmpty();
        assertThat(outcome.undone())
                .extracting("script")
                .containsExactly("U3__fill.sql", "U2.1__create_book.sql", "U1__create_author.sql");
    }

    @Test
    void plainFlywayFindsNothingToDoAfterAnUpgrade() {
        scenario.upgrade();
        List<String> before = scenario.everything();

        Flyway plain = scenario.plain();
        plain.validate();
        assertThat(plain.migrate().migrationsExecuted).isZero();

        assertThat(scenario.everything()).isEqualTo(before);
        assertThat(plainStates()).containsExactly("1 Success", "2.1 Success", "3 Success", "null Success");
    }

    @Test
    void anUpgradeLeavesWhatPlainFlywayWouldLeave() {
        try (var other = scenario.another()) {
            scenario.upgrade();
            other.plain().migrate();

            assertThat(Snapshot.likeness(scenario.database(), HISTORY))
                    .isEqualTo(Snapshot.likeness(other.database(), HISTORY));
            assertThat(scenario.history()).extracting("flywayState").isEqualTo(statesOf(other.plain()));
        }
    }

    @Test
    void plainFlywayAppliesAgainWhatWasTakenBack() {
        scenario.upgrade();
        scenario.downgrade("-2");

        assertThat(plainStates())
                .containsExactly("1 Success", "2.1 Deleted", "3 Deleted", "null Success", "2.1 Pending", "3 Pending");
        assertThat(scenario.plain().migrate().migrationsExecuted).isEqualTo(2);
        scenario.plain().validate();

        assertThat(scenario.query("SELECT count(*) FROM author")).containsExactly("3");
        assertThat(scenario.current().version()).contains("3");
        assertThat(scenario.upgrade().applied()).isEmpty();
        assertThat(scenario.downgrade("-1").versionAfter()).contains("2.1");
    }

    @Test
    void belayAppliesAgainWhatWasTakenBack() {
        scenario.upgrade();
        scenario.downgrade("1");
        assertThat(scenario.states())
                .contains("2.1 undone", "3 undone", "2.1 pending", "3 pending")
                .doesNotContain("2.1 applied", "3 applied");

        var again = scenario.upgrade();

        assertThat(again.applied()).extracting("script").containsExactly("V2.1__create_book.sql", "V3__fill.sql");
        scenario.plain().validate();
        assertThat(scenario.plain().migrate().migrationsExecuted).isZero();
        assertThat(scenario.current().version()).contains("3");
    }

    @Test
    void bothCanTakeTurnsOverAndOver() {
        for (int turn = 0; turn < 2; turn++) {
            scenario.upgrade("1");
            scenario.plain().migrate();
            scenario.downgrade("1");
            scenario.upgrade();
            scenario.downgrade("base");
        }
        assertThat(scenario.current().version()).isEmpty();
        assertThat(scenario.current().pending())
                .containsExactly("V1__create_author.sql", "V2.1__create_book.sql", "V3__fill.sql");
        assertThat(scenario.query("SELECT relname FROM pg_class WHERE relname IN ('author', 'book')"))
                .isEmpty();
    }

    private List<String> plainStates() {
        return Arrays.stream(scenario.plain().info().all())
                .map(info -> info.getVersion() + " " + info.getState().getDisplayName())
                .toList();
    }

    private static List<String> statesOf(Flyway plain) {
        return Arrays.stream(plain.info().all())
                .map(info -> info.getState().getDisplayName())
                .toList();
    }
}
