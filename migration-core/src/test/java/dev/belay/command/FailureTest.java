package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.testing.Snapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A run that fails in the middle says what failed, what the database is left with, and what to do; and that is so. */
class FailureTest extends DatabaseSuite {

    private static final String CONF = "executeInTransaction=false\n";

    @Test
    void aStatementInATransaction() {
        scenario.table("1", "one")
                .script(
                        "V2__bad.sql",
                        "CREATE TABLE two (n int);\nINSERT INTO two\n  VALUES (1), ('x');\nSELECT 'never';\n")
                .table("3", "three");

        var problem = refused(scenario::upgrade);

        assertThat(problem.what())
                .isEqualTo("V2__bad.sql:3:16: invalid input syntax for type integer: \"x\" (SQLSTATE 22P02)");
        assertThat(problem.details()).containsExactly("INSERT INTO two", "  VALUES (1), ('x')");
        assertThat(problem.state().orElseThrow())
                .contains("rolled back", "nothing of V2__bad.sql remains", "V1__create_one.sql", "is at version 1");
        assertThat(problem.next()).contains("V2__bad.sql").contains("mvn db:upgrade");
        assertThat(scenario.query("SELECT to_regclass('two'), to_regclass('three')"))
                .containsExactly("|");
        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.current().failed()).isEmpty();
        assertThat(scenario.current().lastRun().orElseThrow().result()).isEqualTo("failed");
    }

    @Test
    void theRunAfterItGoesOn() {
        scenario.table("1", "one").script("V2__bad.sql", "CREATE TABLE two (); SELECT nothing;");
        refused(scenario::upgrade);
        scenario.plain().info();
        scenario.script("V2__bad.sql", "CREATE TABLE two ();");

        assertThat(scenario.upgrade().versionBefore()).contains("1");
        scenario.plain().validate();
        assertThat(scenario.current().lastRun().orElseThrow().result()).isEqualTo("succeeded");
    }

    @Test
    void whatTheServerAddsIsPassedOn() {
        scenario.script(
                "V1__f.sql",
                "CREATE TABLE t (n int PRIMARY KEY);\nDO $$\nBEGIN\n  INSERT INTO t VALUES (1);\n  INSERT INTO t VALUES (1);\nEND\n$$;\n");

        var problem = refused(scenario::upgrade);

        assertThat(problem.what()).startsWith("V1__f.sql:2:1: duplicate key value");
        assertThat(problem.details())
                .contains("DETAIL: Key (n)=(1) already exists.")
                .anySatisfy(line -> assertThat(line).startsWith("CONTEXT: ").contains("inline_code_block line 4"));
    }

    @Test
    void aStringThatIsNotClosed() {
        scenario.table("1", "one").script("V2__open.sql", "SELECT 1;\nSELECT 'a;\nSELECT 2;\n");

        var problem = refused(scenario::upgrade);

        assertThat(problem.what()).startsWith("V2__open.sql:2:").contains("unterminated quoted string");
        assertThat(problem.lines().get(0).lines()).hasSize(1);
    }

    @Test
    void dataThatCannotBeCopied() {
        scenario.script("V1__copy.sql", "CREATE TABLE t (n int);\nCOPY t FROM STDIN;\n1\nx\n\\.\n");

        var problem = refused(scenario::upgrade);

        assertThat(problem.what()).startsWith("V1__copy.sql:2:1: invalid input syntax for type integer");
        assertThat(problem.details()).anySatisfy(line -> assertThat(line).contains("COPY t, line 2"));
        assertThat(scenario.query("SELECT to_regclass('t')")).containsExactly("");
    }

    @Test
    void aConstraintThatIsCheckedAtTheEnd() {
        scenario.table("1", "one")
                .script(
                        "V2__deferred.sql",
                        "CREATE TABLE two (id int REFERENCES one DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO two VALUES (9);\n");

        var problem = refused(scenario::upgrade);

        assertThat(problem.what()).contains("V2__deferred.sql").contains("violates foreign key constraint");
        assertThat(problem.details()).contains("DETAIL: Key (id)=(9) is not present in table \"one\".");
        assertThat(problem.state().orElseThrow()).contains("rolled back", "is at version 1");
        assertThat(scenario.query("SELECT to_regclass('two')")).containsExactly("");
        assertThat(scenario.states()).containsExactly("1 applied", "2 pending");
    }

    @Test
    void aConstraintOfAnUndoThatIsCheckedAtTheEnd() {
        scenario.script(
                        "V1__t.sql",
                        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a DEFERRABLE INITIALLY DEFERRED);"
                                + " INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);")
                .script("U1__t.sql", "DELETE FROM a;\n");
        scenario.upgrade();
        List<String> before = Snapshot.withoutBelay(scenario.superuser());

        var problem = refused(() -> scenario.downgrade("-1"));

        assertThat(problem.what()).contains("U1__t.sql").contains("violates foreign key constraint");
        assertThat(problem.state().orElseThrow()).contains("rolled back", "is at version 1");
        assertThat(Snapshot.withoutBelay(scenario.superuser())).isEqualTo(before);
    }

    @Test
    void aStatementOutsideATransaction() {
        scenario.table("1", "one")
                .script(
                        "V2__bad.sql",
                        "CREATE TABLE two (n int);\nCREATE INDEX CONCURRENTLY i\n  ON two (n);\nSELECT nothing;\nCREATE TABLE never ();\n");

        var problem = refused(scenario::upgrade);

        assertThat(problem.what()).startsWith("V2__bad.sql:4:8: column \"nothing\" does not exist");
        assertThat(problem.details())
                .containsExactly(
                        "SELECT nothing",
                        "done (2 of 4 statements):",
                        "  1:1  CREATE TABLE two (n int)",
                        "  2:1  CREATE INDEX CONCURRENTLY i ON two (n)",
                        "failed:",
                        "  4:1  SELECT nothing",
                        "not run:",
                        "  5:1  CREATE TABLE never ()");
        assertThat(problem.state().orElseThrow()).contains("what is listed as done stays done", "is at version 1");
        assertThat(scenario.query("SELECT to_regclass('two'), to_regclass('i'), to_regclass('never')"))
                .containsExactly("two|i|");
        assertThat(scenario.states()).containsExactly("1 applied", "2 failed");
        assertThat(scenario.current().failed()).containsExactly("V2__bad.sql");
    }

    @Test
    void aHalfDoneScriptHoldsUpRunsUntilTheRemedyIsTaken() {
        scenario.table("1", "one")
                .script("V2__bad.sql", "CREATE TABLE two (); SELECT nothing;")
                .script("V2__bad.sql.conf", CONF);
        refused(scenario::upgrade);
        List<String> before = scenario.everything();

        var problem = refused(scenario::upgrade);
        assertThat(problem.details()).singleElement().asString().startsWith("V2__bad.sql: failed");
        assertThat(refused(() -> scenario.downgrade("-1")).details())
                .singleElement()
                .asString()
                .startsWith("V2__bad.sql");
        assertThat(scenario.everything()).isEqualTo(before);

        var sql = Pattern.compile("DELETE FROM .*?;").matcher(problem.next());
        assertThat(sql.find()).isTrue();
        scenario.execute("DROP TABLE two; " + sql.group());
        scenario.script("V2__bad.sql", "CREATE TABLE two ();");
        assertThat(scenario.upgrade().versionAfter()).contains("2");
    }

    @Test
    void aGroupIsRolledBackAltogether() {
        scenario.set("group", "true").table("1", "one").script("V2__bad.sql", "SELECT nothing;");

        var problem = refused(scenario::upgrade);

        assertThat(problem.state().orElseThrow()).contains("V1__create_one.sql", "was rolled back", "is at no version");
        assertThat(scenario.query("SELECT to_regclass('one')")).containsExactly("");
    }

    @Test
    void whatStaysIsTold() {
        scenario.table("1", "one").table("2", "two").script("V3__bad.sql", "SELECT nothing;");
        refused(scenario::upgrade);
        assertThat(scenario.told().stayed()).containsExactly("V1__create_one.sql", "V2__create_two.sql");

        scenario.delete("V3__bad.sql").script("U1__create_one.sql", "SELECT nothing;");
        refused(() -> scenario.downgrade("base"));
        assertThat(scenario.told().stayed()).containsExactly("U2__create_two.sql");
    }

    @Test
    void whatItsCommitRollsBackDoesNotStay() {
        scenario.table("1", "one")
                .script(
                        "V2__late.sql",
                        "CREATE TABLE two (id int REFERENCES one DEFERRABLE INITIALLY DEFERRED);"
                                + " INSERT INTO two VALUES (7);");
        refused(scenario::upgrade);
        assertThat(scenario.told().stayed()).containsExactly("V1__create_one.sql");

        scenario.set("group", "true")
                .delete("V2__late.sql")
                .table("3", "three")
                .script("V4__bad.sql", "SELECT nothing;");
        refused(scenario::upgrade);
        assertThat(scenario.told().stayed()).isEmpty();
    }

    @Test
    void aStatementThatTheServerOnlyRefusesInATransactionNamesTheSwitch() {
        scenario.script(
                "V1__reindex.sql", "CREATE TABLE p (n int PRIMARY KEY) PARTITION BY RANGE (n);\nREINDEX TABLE p;\n");

        var problem = refused(scenario::upgrade);

        assertThat(problem.what()).startsWith("V1__reindex.sql:2:1: REINDEX TABLE cannot");
        assertThat(problem.next()).contains("executeInTransaction=false").contains("V1__reindex.sql.conf");
    }

    @Test
    void theConnectionIsLostInATransaction() {
        scenario.table("1", "one").script("V2__slow.sql", "CREATE TABLE two ();\nSELECT pg_sleep(600);\n");

        Problem problem =
                whileItSleeps("pg_terminate_backend", () -> problem(EnvironmentException.class, scenario::upgrade));

        assertThat(problem.what()).startsWith("V2__slow.sql:2:1: ").contains("the connection was lost");
        assertThat(problem.state().orElseThrow()).contains("is at version 1");
        assertThat(problem.next()).contains("mvn db:upgrade");
        assertThat(scenario.query("SELECT to_regclass('two')")).containsExactly("");
        assertThat(scenario.current().lastRun().orElseThrow().result()).isEqualTo("failed");
        scenario.script("V2__slow.sql", "CREATE TABLE two ();");
        assertThat(scenario.upgrade().versionAfter()).contains("2");
    }

    @Test
    void theConnectionIsLostOutsideATransaction() {
        scenario.table("1", "one")
                .script("V2__slow.sql", "CREATE TABLE two ();\nSELECT pg_sleep(600);\nCREATE TABLE three ();\n")
                .script("V2__slow.sql.conf", CONF);

        Problem problem =
                whileItSleeps("pg_terminate_backend", () -> problem(EnvironmentException.class, scenario::upgrade));

        assertThat(problem.details())
                .containsSubsequence(
                        "done (1 of 3 statements):",
                        "  1:1  CREATE TABLE two ()",
                        "  2:1  SELECT pg_sleep(600)",
                        "not run:",
                        "  3:1  CREATE TABLE three ()");
        assertThat(problem.state().orElseThrow()).contains("may have ended or not");
        assertThat(scenario.query("SELECT to_regclass('two'), to_regclass('three')"))
                .containsExactly("two|");
    }

    @Test
    void aStatementIsCancelled() {
        scenario.script("V1__slow.sql", "SELECT pg_sleep(600);");

        Problem problem = whileItSleeps("pg_cancel_backend", () -> refused(scenario::upgrade));

        assertThat(problem.what()).contains("V1__slow.sql:1:1: canceling statement due to user request");
        assertThat(scenario.current().version()).isEmpty();
    }

    /** Runs a goal, and does something to its session once the server is inside the sleep. */
    private Problem whileItSleeps(String function, java.util.function.Supplier<Problem> goal) {
        var hit = new AtomicReference<CompletableFuture<Void>>(CompletableFuture.completedFuture(null));
        scenario.told().onStatement(statement -> {
            if (statement.summary().contains("pg_sleep")) {
                hit.set(concurrently(() -> {
                    scenario.superuser().execute(Waiting.forSleeping(function));
                    return null;
                }));
            }
        });
        Problem problem = goal.get();
        hit.get().join();
        return problem;
    }
}
