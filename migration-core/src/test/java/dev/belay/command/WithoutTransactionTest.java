package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.RefusalException;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that PostgreSQL refuses in a transaction run outside one, without a word in the script's configuration. */
class WithoutTransactionTest extends DatabaseSuite {

    @Test
    void anIndexIsBuiltConcurrently() {
        scenario.script("V1__t.sql", "CREATE TABLE t (n int);")
                .script("V2__index.sql", "CREATE INDEX CONCURRENTLY t_n ON t (n);")
                .script("U2__index.sql", "DROP INDEX CONCURRENTLY t_n;")
                .script("V3__unique.sql", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_u ON t (n);");
        var outcome = scenario.upgrade("2");

        assertThat(outcome.applied()).extracting("inTransaction").containsExactly(true, false);
        assertThat(outcome.warnings()).isEmpty();
        assertThat(valid("t_n")).containsExactly("t");

        assertThat(scenario.downgrade("-1").undone())
                .extracting("inTransaction")
                .containsExactly(false);
        assertThat(valid("t_n")).isEmpty();
        scenario.upgrade();
        scenario.plain().validate();
        assertThat(scenario.plain().migrate().migrationsExecuted).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REINDEX INDEX CONCURRENTLY t_pkey",
                "REINDEX TABLE CONCURRENTLY t",
                "REINDEX (CONCURRENTLY) TABLE t",
                "REINDEX SCHEMA own",
                "ALTER TABLE parted DETACH PARTITION part CONCURRENTLY",
                "CLUSTER",
                "VACUUM t",
                "VACUUM (ANALYZE) t",
                "DROP INDEX CONCURRENTLY IF EXISTS nothing"
            })
    void otherStatementsThatRefuseATransaction(String statement) {
        scenario.script(
                        "V1__tables.sql",
                        "CREATE SCHEMA own; CREATE TABLE t (n int PRIMARY KEY); CREATE TABLE parted (n int PRIMARY KEY) PARTITION BY RANGE (n);"
                                + " CREATE TABLE part PARTITION OF parted FOR VALUES FROM (1) TO (9);")
                .script("V2__it.sql", "-- first\n" + statement + ";\n")
                .script("V3__after.sql", "CREATE TABLE after ();");

        assertThat(scenario.upgrade().versionAfter()).contains("3");
    }

    @Test
    void aScriptThatMixesThemIsWarnedOf() {
        scenario.script("V1__mixed.sql", "CREATE TABLE t (n int);\nCREATE INDEX CONCURRENTLY i ON t (n);\n");

        var outcome = scenario.upgrade();

        assertThat(outcome.applied()).extracting("inTransaction").containsExactly(false);
        assertThat(outcome.warnings()).singleElement().asString().contains("V1__mixed.sql");
        assertThat(valid("i")).containsExactly("t");
    }

    @Test
    void aScriptMayAskForNoTransaction() {
        scenario.script("V1__no.sql", "CREATE TABLE t AS SELECT 1 AS n; INSERT INTO t VALUES (2);")
                .script("V1__no.sql.conf", "executeInTransaction=false");

        assertThat(scenario.upgrade().applied()).extracting("inTransaction").containsExactly(false);
        assertThat(scenario.query("SELECT count(DISTINCT xmin::text) FROM t")).containsExactly("2");
    }

    @Test
    void aProcedureMayCommitWhereTheScriptAsksForNoTransaction() {
        scenario.script(
                        "V1__call.sql",
                        "CREATE TABLE t (n int); DO $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO t VALUES (i); COMMIT; END LOOP;"
                                + " END $$;")
                .script("V1__call.sql.conf", "executeInTransaction=false");

        scenario.upgrade();

        assertThat(scenario.query("SELECT count(DISTINCT xmin::text) FROM t")).containsExactly("3");
    }

    @Test
    void aScriptWithTransactionsOfItsOwnSaysWhatItDid() {
        scenario.script("V1__own.sql", "BEGIN; CREATE TABLE t (); COMMIT; CREATE TABLE u ();")
                .script("V1__own.sql.conf", "executeInTransaction=false");

        scenario.upgrade();

        assertThat(scenario.query("SELECT to_regclass('t'), to_regclass('u')")).containsExactly("t|u");
        assertThat(scenario.current().version()).contains("1");
    }

    @Test
    void anIndexThatAFailedBuildLeavesIsNamed() {
        scenario.script("V1__t.sql", "CREATE TABLE t AS SELECT 1 AS n FROM generate_series(1, 2);")
                .script("V2__i.sql", "CREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n);");

        assertThatThrownBy(scenario::upgrade)
                .hasMessageContaining("could not create unique index")
                .hasMessageContaining("public.t_n   DROP INDEX CONCURRENTLY public.t_n;")
                .hasMessageNotContaining("done (0 of 1");
        assertThat(valid("t_n")).containsExactly("f");
    }

    @Test
    void whatAKilledRunLeftHalfDoneIsNotRunAgain() throws Exception {
        scenario.table("1", "one")
                .script(
                        "V2__slow.sql",
                        "CREATE TABLE two ();\nCREATE INDEX CONCURRENTLY i ON one (id);\nselect pg_sleep(600);\nSELECT 1;\n");
        kill();

        assertThatThrownBy(scenario::upgrade)
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("was killed while V2__slow.sql ran without a transaction")
                .hasMessageContaining("done (2 of 4 statements):")
                .hasMessageContaining("at work when the run was killed; it may have ended or not:")
                .hasMessageContaining("3:1  select pg_sleep")
                .hasMessageContaining("DELETE FROM belay.step WHERE run =");
        scenario.execute("DROP TABLE two; DROP INDEX i; DELETE FROM belay.step");
        scenario.script("V2__slow.sql", "CREATE TABLE two ();\nCREATE INDEX CONCURRENTLY i ON one (id);\n");
        assertThat(scenario.upgrade().versionAfter()).contains("2");
        assertThat(scenario.query("SELECT count(*) FROM belay.step")).containsExactly("0");
    }

    private void kill() throws Exception {
        Process client = KilledClient.start(scenario);
        try (BufferedReader output = client.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.lines().anyMatch(line -> line.contains("pg_sleep")))
                    .isTrue();
            scenario.superuser().execute(Waiting.forSleeping("abs"));
        } finally {
            client.destroyForcibly().waitFor();
        }
    }

    private List<String> valid(String index) {
        return scenario.query("SELECT indisvalid FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE relname = '"
                + index + "'");
    }
}
