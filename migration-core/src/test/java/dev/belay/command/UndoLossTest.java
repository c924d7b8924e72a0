package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What others write while an upgrade runs that is then taken back with undo scripts: where they would lose it, they do not
 * run. The role may not restore, so the database stays as it is then.
 */
class UndoLossTest extends TakenBackSuite {

    private String state() {
        Problem problem = failed();
        assertThat(problem.what()).contains("the gate is closed");
        return problem.state().orElseThrow();
    }

    private List<String> names(int id) {
        return scenario.query("SELECT name FROM customer WHERE id = " + id);
    }

    @Test
    void aValueThatOnlyTheNewTypeHoldsIsNotCut() {
        scenario.script("V2__wide.sql", "ALTER TABLE customer ALTER name TYPE text;")
                .script("U2__wide.sql", "ALTER TABLE customer ALTER name TYPE varchar(10) USING left(name, 10);");
        others("INSERT INTO customer VALUES (5000, 'twenty-three characters')", "DO");
        assertThat(state())
                .contains("is in use as before, at version 2 (was 1)")
                .contains("rows written to public.customer, whose column name was given another type by the scripts,"
                        + " since");
        assertThat(names(5000)).containsExactly("twenty-three characters");
    }

    @Test
    void whatAnUndoScriptWouldWriteOverStays() {
        scenario.script("V2__upper.sql", "UPDATE customer SET name = upper(name) WHERE id > 0;")
                .script("U2__upper.sql", "DO $$ BEGIN UPDATE customer SET name = lower(name); END $$;");
        others("INSERT INTO customer VALUES (5000, 'Somebody')", "DO");
        assertThat(state())
                .contains("at version 2 (was 1)")
                .contains("rows written to public.customer, which the way back writes to, since");
        assertThat(names(5000)).containsExactly("Somebody");
    }

    @Test
    void whatIsWrittenBetweenTheLookAndTheUndoStays() {
        scenario.mail().table("3", "phone");
        others("INSERT INTO customer VALUES (5000, 'Somebody', 'a@b')", "DROP TABLE phone");
        assertThat(state()).contains("at version 3 (was 1)").contains("values written to public.customer.mail since");
        assertThat(scenario.query("SELECT mail FROM customer WHERE id = 5000")).containsExactly("a@b");
    }

    @Test
    void whatTheUndoDoesNotTouchIsNoReasonAgainstIt() {
        scenario.script(
                        "V2__index.sql",
                        "CREATE INDEX customer_name ON customer (name);"
                                + " ALTER TABLE customer ALTER name SET NOT NULL, ALTER name SET DEFAULT '';")
                .script(
                        "U2__index.sql",
                        "DROP INDEX customer_name;"
                                + " ALTER TABLE customer ALTER name DROP NOT NULL, ALTER name DROP DEFAULT;");
        others("INSERT INTO customer VALUES (5000, 'Somebody')", "DO");
        assertThat(state())
                .contains("V2__index.sql, applied in this run, was undone")
                .contains("at version 1, as before; no row or value that others wrote since was found");
        assertThat(names(5000)).containsExactly("Somebody");
        assertThat(scenario.current().version()).contains("1");
    }

    @Test
    void aScriptThatRanOutOfOrderIsTakenBackToo() {
        scenario.table("3", "phone");
        scenario.upgrade("3");
        scenario.set("outOfOrder", "true")
                .script("V2__mark.sql", "UPDATE customer SET name = 'x' || name WHERE id > 0;")
                .script("U2__mark.sql", "UPDATE customer SET name = substr(name, 2) WHERE id > 0;");
        assertThat(state()).contains("V2__mark.sql, applied in this run, was undone");
        assertThat(names(1)).containsExactly("n1");
        assertThat(scenario.query("SELECT to_regclass('phone')")).containsExactly("phone");
    }

    @Test
    void whatSomebodyElseAppliedMeanwhileIsNotUndone() {
        scenario.mail();
        others(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                        + " execution_time, success) SELECT max(installed_rank) + 1, '7', 'other', 'SQL',"
                        + " 'V7__other.sql', 'somebody', 0, true FROM flyway_schema_history",
                "DO");
        assertThat(state()).contains("somebody else has applied V7__other.sql meanwhile");
        assertThat(scenario.query("SELECT count(mail) FROM customer")).containsExactly("0");
    }
}
