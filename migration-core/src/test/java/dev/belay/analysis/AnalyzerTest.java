package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Severity;
import dev.belay.outcome.CheckedScript.Basis;
import dev.belay.outcome.CheckedScript.CheckedStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnalyzerTest {

    private static List<String> places(String example) {
        return Example.check(example).stream()
                .filter(finding -> !finding.rule().value().equals("version-has-no-undo"))
                .map(finding -> finding.place() + " " + finding.rule())
                .toList();
    }

    @Test
    void undoScriptsMayDropAndMayNotCommit() {
        assertThat(places("""
                        --- V1__a.sql (base)
                        CREATE TABLE a ();
                        --- V2__b.sql
                        ALTER TABLE a ADD COLUMN b int;
                        --- U2__b.sql
                        ALTER TABLE a DROP COLUMN b;
                        COMMIT;
                        """)).containsExactly("U2__b.sql:2:1 transaction-control-in-script");
    }

    @Test
    void repeatablesAndCallbacksAreJudged() {
        assertThat(places("""
                        --- R__a.sql
                        DROP VIEW a CASCADE;
                        --- beforeMigrate__b.sql
                        TRUNCATE b;
                        """))
                .containsExactly(
                        "R__a.sql:1:1 cascade-drops-what-is-not-named", "beforeMigrate__b.sql:1:1 truncate-loses-data");
    }

    @Test
    void whatAnEarlierPendingScriptCreatedMayGo() {
        assertThat(places("""
                        --- V2__a.sql
                        CREATE TABLE a ();
                        CREATE SCHEMA s;
                        --- V10__b.sql
                        ALTER TABLE public.a RENAME TO b;
                        DROP TABLE b;
                        DROP TABLE s.anything;
                        """)).isEmpty();
    }

    @Test
    void viewsSequencesTypesAndFunctionsThatPendingScriptsCreatedMayGoToo() {
        assertThat(places("""
                        --- V2__a.sql
                        CREATE VIEW v AS SELECT 1;
                        CREATE SEQUENCE s;
                        CREATE DOMAIN d AS text;
                        CREATE TYPE t AS (a int);
                        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
                        CREATE TABLE owner (number bigserial PRIMARY KEY);
                        SELECT 1 AS a INTO copied;
                        --- V3__b.sql
                        ALTER VIEW public.v RENAME TO w;
                        DROP VIEW w CASCADE;
                        ALTER SEQUENCE s RENAME TO s2;
                        ALTER SEQUENCE owner_number_seq RENAME TO numbers;
                        ALTER DOMAIN d ADD CONSTRAINT d_check CHECK (VALUE <> '');
                        ALTER TYPE t RENAME TO t2;
                        ALTER FUNCTION f() RENAME TO g;
                        DROP TABLE copied;
                        """)).containsExactly("V2__a.sql:6:1 serial-is-superseded");
    }

    @Test
    void aCommitAtTheEndIsNotInTheMiddle() {
        assertThat(Example.analyze("CREATE VIEW v AS SELECT 1; COMMIT;", RuleSettings.DEFAULT)
                        .findings())
                .extracting(finding -> finding.message())
                .contains("COMMIT ends the script's transaction before its history row is written: when that fails,"
                        + " what the script did stays and counts as not done.");
    }

    @Test
    void whatIsReplacedMayHaveBeenThereBefore() {
        assertThat(places("CREATE OR REPLACE VIEW v AS SELECT 1; ALTER VIEW v RENAME TO w; DROP VIEW w CASCADE;"))
                .containsExactly(
                        "V2__pending.sql:1:39 renamed-object-breaks-clients",
                        "V2__pending.sql:1:65 cascade-drops-what-is-not-named");
    }

    @Test
    void whatIsOnlyCreatedLaterWasThereBefore() {
        assertThat(places("DROP TABLE a; CREATE TABLE a (); DROP TABLE a;"))
                .containsExactly("V2__pending.sql:1:1 drop-table-loses-data");
    }

    @Test
    void aNewTableInTheNameOfAnOldOneDoesNotHideTheOldOne() {
        assertThat(places("ALTER TABLE a RENAME TO a_old; CREATE TABLE a (); TRUNCATE a; TRUNCATE a_old;"))
                .containsExactly(
                        "V2__pending.sql:1:1 rename-table-breaks-clients", "V2__pending.sql:1:63 truncate-loses-data");
    }

    @Test
    void placeholdersAreReplacedBeforeNamesAreCompared() {
        assertThat(places("CREATE TABLE app.a (); DROP TABLE ${schema}.a; DROP TABLE ${schema}.b;"))
                .containsExactly("V2__pending.sql:1:48 drop-table-loses-data");
    }

    @Test
    void eachChangingPartOfAWithQueryIsJudged() {
        assertThat(places("WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone;"))
                .containsExactly("V2__pending.sql:1:1 delete-hits-every-row");
    }

    @Test
    void theCodeOfADoBlockIsJudgedAtItsOwnPlaceAndThatOfAFunctionIsNot() {
        assertThat(places("""
                        DO $$
                        BEGIN
                          CREATE TEMP TABLE stage AS SELECT 1;
                          TRUNCATE stage;
                          DROP TABLE a;
                        END $$;
                        CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE b';
                        """)).containsExactly("V2__pending.sql:5:3 drop-table-loses-data");
    }

    @Test
    void whatADoBlockMayHaveCreatedIsNotSurelyNew() {
        assertThat(places("DO $$ BEGIN IF true THEN CREATE TABLE a (); END IF; END $$; DROP TABLE a;"))
                .containsExactly("V2__pending.sql:1:61 drop-table-loses-data");
    }

    @Test
    void countsStatementsAndThoseThatItCannotRead() {
        Analyzer.Analysis analysis = Example.read("SELECT 1; SELEKT 2; DROP TABLE a;");
        assertThat(CheckedScripts.of(analysis, Optional.empty()))
                .singleElement()
                .satisfies(script -> assertThat(script.statements())
                        .extracting(CheckedStatement::basis)
                        .containsExactly(Basis.READ, Basis.OPAQUE, Basis.READ));
    }

    @Test
    void aRuleMayBeOffOrHaveAnotherSeverity() {
        var settings = RuleSettings.parse(
                Map.of("drop-table-loses-data", "low", "version-has-no-undo", "off"), Optional.empty());
        assertThat(Example.analyze("DROP TABLE a;", settings).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.LOW));
    }

    @Test
    void aPlaceholderWithoutValueIsAFindingAndTheOtherScriptsAreJudged() {
        assertThat(places("""
                        --- V2__a.sql
                        DROP TABLE ${nobody};
                        --- V3__b.sql
                        DROP TABLE b;
                        """))
                .containsExactly("V2__a.sql script-cannot-be-read", "V3__b.sql:1:1 drop-table-loses-data");
    }
}
