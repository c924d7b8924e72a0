package dev.belay.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PsqlReadingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT a::text, b :: int, a[1 : 2]",
                "SELECT ':x', ':''x''', \":x\", $$ :x \\ ; $$ -- :x \\\n, E'\\'; :x'",
                "SELECT f(a := 1), 'x' /* :y \\ ; */",
                "CREATE RULE r AS ON DELETE TO t DO ALSO (NOTIFY a; NOTIFY b)",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$",
                "BEGIN"
            })
    void mostStatementsAreReadAsTheyAre(String sql) {
        assertThat(PsqlReading.agrees(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a[1:host]",
                "SELECT a[1:2]",
                "SELECT a[1:\"x\"]",
                "SELECT a[1:'x']",
                "SELECT a[1:{?x}]",
                "SELECT a:::host",
                "SELECT 1 \\g",
                "\\restrict x",
                "SELECT 'open",
                "SELECT (1",
                "SELECT 1) + (2",
                "SELECT 1 /* open",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END",
                "CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'SELECT 1'"
            })
    void whatPsqlWouldChangeOrCutDifferentlyIsTold(String sql) {
        assertThat(PsqlReading.agrees(sql)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"COMMIT", "end work", "ABORT", "ROLLBACK AND CHAIN", "PREPARE TRANSACTION 'x'", "/* c */ commit"
            })
    void endsTheTransaction(String sql) {
        assertThat(PsqlReading.endsTransaction(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ROLLBACK TO s",
                "ROLLBACK TRANSACTION TO SAVEPOINT s",
                "COMMIT PREPARED 'x'",
                "ROLLBACK PREPARED 'x'",
                "PREPARE p AS SELECT 1",
                "BEGIN",
                "\"commit\"",
                ""
            })
    void leavesTheTransactionOpen(String sql) {
        assertThat(PsqlReading.endsTransaction(sql)).isFalse();
    }
}
