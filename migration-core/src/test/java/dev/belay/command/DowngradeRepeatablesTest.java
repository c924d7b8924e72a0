package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.DowngradeOutcome;
import dev.belay.outcome.HistoryEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a downgrade does with repeatable scripts: each is as it was before the first of the versions taken back. */
class DowngradeRepeatablesTest extends DatabaseSuite {

    private static final String REPEATABLES = "SELECT script, type, checksum, success FROM flyway_schema_history"
            + " WHERE version IS NULL AND type <> 'SCHEMA' ORDER BY installed_rank";

    private void greeting(String word) {
        scenario.script(
                "R__greeting.sql",
                "CREATE OR REPLACE FUNCTION greeting() RETURNS text LANGUAGE sql AS $$ SELECT '" + word + "' $$;");
    }

    private List<String> greeting() {
        return scenario.query("SELECT greeting()");
    }

    private HistoryEntry.State state(String description) {
        return scenario.history().stream()
                .filter(entry -> entry.description().equals(description)
                        && entry.installedRank().isPresent())
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .state();
    }

    @Test
    void theFormerTextIsPutBack() {
        scenario.table("1", "one");
        greeting("hello");
        scenario.upgrade();
        scenario.table("2", "two").table("3", "three");
        greeting("good day");
        scenario.upgrade();
        List<String> rows = scenario.query(REPEATABLES);

        DowngradeOutcome outcome = scenario.downgrade("1");

        assertThat(greeting()).containsExactly("hello");
        assertThat(outcome.undone()).hasSize(2);
        assertThat(outcome.putBack()).extracting("script").containsExactly("R__greeting.sql");
        assertThat(scenario.told().scripts()).contains("3/3 R__greeting.sql");
        assertThat(scenario.query(REPEATABLES)).containsExactly(rows.get(0), rows.get(1), rows.get(0));

        // plain Flyway sees what is true: the newer file is to be applied again
        assertThat(state("greeting")).isEqualTo(HistoryEntry.State.OUTDATED);
        assertThat(scenario.plain().info().pending()).hasSize(3);
        scenario.plain().migrate();
        assertThat(greeting()).containsExactly("good day");
        scenario.downgrade("-1");
        assertThat(greeting()).containsExactly("hello");
    }

    @Test
    void downAndUpAndDownAgain() {
        scenario.table("1", "one");
        greeting("hello");
        scenario.upgrade();
        scenario.table("2", "two");
        greeting("good day");
        scenario.upgrade();
        for (int i = 0; i < 2; i++) {
            scenario.downgrade("1");
            assertThat(greeting()).containsExactly("hello");
            scenario.upgrade();
            assertThat(greeting()).containsExactly("good day");
        }
    }

    @Test
    void theTextThatBelongsToTheVersionIsTakenAndNoneBetween() {
        scenario.table("1", "one");
        greeting("1");
        scenario.upgrade();
        scenario.table("2", "two");
        greeting("2");
        scenario.upgrade();
        greeting("2 corrected");
        scenario.upgrade();
        scenario.table("3", "three");
        greeting("3");
        scenario.upgrade();
        scenario.delete("R__greeting.sql");

        scenario.downgrade("2");
        assertThat(greeting()).containsExactly("2 corrected");
        scenario.downgrade("1");
        assertThat(greeting()).containsExactly("1");
    }

    @Test
    void placeholdersHaveTheValuesOfNow() {
        scenario.set("placeholders.word", "hello").table("1", "one");
        greeting("${word} ${flyway:filename}");
        scenario.upgrade();
        scenario.table("2", "two");
        greeting("good day");
        scenario.upgrade();
        scenario.downgrade("1");
        assertThat(greeting()).containsExactly("hello R__greeting.sql");
    }

    @Test
    void whatAnUndoScriptDropsIsMadeAgain() {
        scenario.script("V1__t.sql", "CREATE TABLE t (n int);")
                .script("R__seen.sql", "CREATE OR REPLACE VIEW seen AS SELECT n FROM t;")
                .script("R__other.sql", "CREATE OR REPLACE VIEW other AS SELECT n AS seen_no_more FROM t;");
        scenario.upgrade();
        scenario.script("V2__more.sql", "ALTER TABLE t ADD COLUMN m int;")
                .script("U2__more.sql", "DROP VIEW seen; ALTER TABLE t DROP COLUMN m;");
        scenario.upgrade();

        DowngradeOutcome outcome = scenario.downgrade("1");

        assertThat(outcome.putBack()).extracting("script").containsExactly("R__seen.sql");
        assertThat(scenario.query("SELECT count(*) FROM seen")).containsExactly("0");
        assertThat(state("seen")).isEqualTo(HistoryEntry.State.APPLIED);
        assertThat(scenario.plain().info().pending()).hasSize(1);
        assertThat(scenario.downgrade("1").putBack()).isEmpty();
    }

    @Test
    void aTextThatPlainFlywayAppliedIsMissedByName() {
        scenario.table("1", "one");
        greeting("hello");
        scenario.plain().migrate();
        scenario.table("2", "two");
        greeting("good day");
        scenario.upgrade();

        DowngradeOutcome outcome = scenario.downgrade("1");

        assertThat(outcome.putBack()).isEmpty();
        assertThat(outcome.warnings())
                .singleElement()
                .asString()
                .startsWith("R__greeting.sql has been applied anew since, and the text before that is not kept");
        assertThat(greeting()).containsExactly("good day");
    }

    @Test
    void aTextThatPlainFlywayAppliedIsKeptByTheNextUpgrade() {
        scenario.table("1", "one");
        greeting("hello");
        scenario.plain().migrate();
        scenario.upgrade();
        scenario.table("2", "two");
        greeting("good day");
        scenario.upgrade();
        scenario.downgrade("1");
        assertThat(greeting()).containsExactly("hello");
    }

    @Test
    void whatWasNotThereBeforeStays() {
        scenario.table("1", "one");
        scenario.upgrade();
        scenario.table("2", "two");
        greeting("good day");
        scenario.upgrade();

        DowngradeOutcome outcome = scenario.downgrade("1");

        assertThat(outcome.warnings())
                .singleElement()
                .asString()
                .startsWith("R__greeting.sql was applied for the first");
        assertThat(greeting()).containsExactly("good day");
    }

    @Test
    void aFormerTextThatFailsSaysWhereTheDatabaseIs() {
        scenario.table("1", "one").script("R__seen.sql", "CREATE OR REPLACE VIEW seen AS SELECT 1 AS a, 2 AS b;");
        scenario.upgrade();
        scenario.table("2", "two").script("R__seen.sql", "DROP VIEW seen; CREATE VIEW seen AS SELECT 1 AS a;");
        scenario.upgrade();
        scenario.script("R__seen.sql", "CREATE OR REPLACE VIEW seen AS SELECT 'one' AS c;");

        // nothing but the kept text can be put back, and that does not go over the newer view but by dropping it
        scenario.execute("DROP VIEW seen; CREATE TABLE seen ()");
        var problem = refused(() -> scenario.downgrade("1"));

        assertThat(problem.what()).startsWith("R__seen.sql:1:1: \"seen\" is not a view");
        assertThat(problem.state().orElseThrow()).contains("U2__create_two.sql", "is at version 1");
    }

    @Test
    void whatWasDroppedBeforeAFailureIsPendingAgain() {
        scenario.script("V1__t.sql", "CREATE TABLE t (n int);")
                .script("R__seen.sql", "CREATE OR REPLACE VIEW seen AS SELECT n FROM t;");
        scenario.upgrade();
        scenario.table("2", "two").script("U2__create_two.sql", "DROP TABLE nothing;");
        scenario.table("3", "three").script("U3__create_three.sql", "DROP TABLE three; DROP VIEW seen;");
        scenario.upgrade();

        refused(() -> scenario.downgrade("1"));

        assertThat(scenario.current().version()).contains("2");
        assertThat(scenario.states()).contains("seen pending").doesNotContain("seen applied");
        assertThat(scenario.plain().info().pending())
                .extracting(pending -> pending.getDescription())
                .containsExactly("create three", "seen");
        scenario.upgrade("2");
        assertThat(scenario.query("SELECT count(*) FROM seen")).containsExactly("0");
        assertThat(scenario.states()).contains("seen applied").doesNotContain("seen pending");

        // and where the next downgrade goes on instead, it is made again as it was
        scenario.upgrade();
        refused(() -> scenario.downgrade("1"));
        scenario.script("U2__create_two.sql", "DROP TABLE two;");
        assertThat(scenario.downgrade("1").putBack()).extracting("script").containsExactly("R__seen.sql");
        assertThat(scenario.query("SELECT count(*) FROM seen")).containsExactly("0");
        assertThat(scenario.plain().info().pending())
                .extracting(pending -> pending.getDescription())
                .containsExactly("create two", "create three");
    }
}
