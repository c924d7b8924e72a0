package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.analysis.ScratchRequest;
import dev.belay.git.TestRepository;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.migrate.settings.Setting;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.TestFlaw;
import dev.belay.outcome.TestOutcome;
import dev.belay.outcome.TestOutcome.Chain;
import dev.belay.outcome.TestedScript;
import dev.belay.script.Version;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.TestBinaries;
import dev.belay.validation.AssertionFile;
import dev.belay.validation.AssertionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestScriptsTest {

    private static final String SCRIPTS = "src/main/resources/db/migration/";
    private static final TestScripts.Choice ALL = new TestScripts.Choice.Range(Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private void write(String name, String sql) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, sql);
    }

    private void pair(int version, String up, String undo) throws IOException {
        write(SCRIPTS + "V" + version + "__x.sql", up);
        write(SCRIPTS + "U" + version + "__x.sql", undo);
    }

    private TestOutcome test() {
        return test(ALL);
    }

    private TestOutcome test(TestScripts.Choice choice) {
        return test(choice, Map.of());
    }

    private TestOutcome test(TestScripts.Choice choice, Map<String, Setting> values) {
        var settings = new FlywaySettings(values, List.of(), List.of());
        MigrationProject project = MigrationProject.open(
                settings,
                LocationResolver.resolve(settings, ProjectLayout.standard(folder)),
                TestScriptsTest.class.getClassLoader());
        List<Path> directories = List.of(folder.resolve(SCRIPTS));
        List<AssertionFile> seeds = AssertionFiles.find("seed", folder, directories, project.offlinePlaceholders());
        return TestScripts.run(
                new TestScripts.Request(folder, project, directories, choice, scratch(), seeds, Progress.SILENT));
    }

    private static ScratchRequest scratch() {
        return new ScratchRequest(
                () -> new EmbeddedScratch(
                        TestBinaries.defaultMajor(), TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                "shop",
                false,
                Optional.empty(),
                true,
                Duration.ofMinutes(2));
    }

    private static List<String> results(TestOutcome outcome) {
        return outcome.scripts().stream()
                .map(script -> script.script().replace("__x.sql", "") + " " + script.result())
                .toList();
    }

    private static TestedScript script(TestOutcome outcome, int version) {
        return outcome.scripts().stream()
                .filter(script -> script.script().equals("V" + version + "__x.sql"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> chains(TestOutcome outcome) {
        return outcome.chains().stream()
                .map(chain -> (chain.first() + "-" + chain.last()).replace("__x.sql", "") + " " + chain.flaws())
                .toList();
    }

    @Test
    void anUndoScriptThatBringsEverythingBackIsExact() throws IOException {
        pair(1, "CREATE TABLE a (id bigint PRIMARY KEY, n text);", "DROP TABLE a;");
        pair(2, "CREATE INDEX CONCURRENTLY a_n ON a (n);", "DROP INDEX CONCURRENTLY a_n;");
        pair(3, "ALTER TABLE a ADD COLUMN m int DEFAULT 1;", "ALTER TABLE a DROP COLUMN m;");
        TestOutcome outcome = test();
        assertThat(results(outcome)).containsExactly("V1 EXACT", "V2 EXACT", "V3 EXACT");
        assertThat(chains(outcome)).containsExactly("V1-V3 []");
        assertThat(outcome.failing(Set.of(TestFlaw.values()))).isEmpty();
        assertThat(outcome.server())
                .hasValueSatisfying(words -> assertThat(words).startsWith("PostgreSQL "));
    }

    @Test
    void aColumnThatComesBackAtTheEndIsOnlyADifferenceOfOrder() throws IOException {
        pair(1, "CREATE TABLE a (id bigint, n text, m text);", "DROP TABLE a;");
        pair(2, "ALTER TABLE a DROP COLUMN n;", "ALTER TABLE a ADD COLUMN n text;");
        TestOutcome outcome = test();
        assertThat(results(outcome)).containsExactly("V1 EXACT", "V2 COLUMN_ORDER");
        assertThat(chains(outcome)).containsExactly("V1-V2 []");
        assertThat(outcome.failing(TestFlaw.DEFAULT)).isEmpty();
        assertThat(outcome.failing(Set.of(TestFlaw.COLUMN_ORDER))).containsExactly(TestFlaw.COLUMN_ORDER);
    }

    @Test
    void whatIsLeftOrLostIsToldObjectByObjectAndDoesNotSpoilTheNextScript() throws IOException {
        pair(1, "CREATE TABLE a (id bigint, n text); CREATE INDEX a_n ON a (n);", "DROP TABLE a;");
        pair(2, "ALTER TABLE a DROP COLUMN n;", "ALTER TABLE a ADD COLUMN n text;");
        pair(3, "ALTER TABLE a ALTER COLUMN id SET DEFAULT 7;", "SELECT 1;");
        pair(4, "CREATE INDEX CONCURRENTLY a_id ON a (id);", "SELECT 1;");
        pair(5, "CREATE TABLE b (id bigint);", "DROP TABLE b;");
        TestOutcome outcome = test();
        assertThat(results(outcome)).containsExactly("V1 EXACT", "V2 DIFFERS", "V3 DIFFERS", "V4 DIFFERS", "V5 EXACT");
        assertThat(script(outcome, 2).differences()).contains("index public.a_n is missing");
        assertThat(script(outcome, 3).differences())
                .containsExactly("column public.a.id is another", "    + default 7");
        assertThat(script(outcome, 4).differences()).contains("index public.a_id is there, and was not");
        // the index is there still
        assertThat(script(outcome, 4).notAgain()).first().asString().contains("V4__x.sql:1:1", "already exists");
        assertThat(script(outcome, 3).notAgain()).isEmpty();
        // nothing of it outlives the table
        assertThat(chains(outcome)).containsExactly("V1-V5 []");
        assertThat(outcome.failing(TestFlaw.DEFAULT)).containsExactlyInAnyOrder(TestFlaw.DIFFERS, TestFlaw.NOT_AGAIN);
    }

    @Test
    void whatTheServerRefusesOfAnUndoScriptIsToldWithItsPlace() throws IOException {
        pair(1, "CREATE TABLE a (id bigint);", "DROP TABLE a;");
        pair(2, "CREATE TABLE b (id bigint);", "DROP TABLE b;");
        pair(3, "CREATE TABLE c (id bigint);", "DROP TABLE c;\nDROP TABLE nowhere;");
        pair(4, "CREATE TABLE d (id bigint);", "VACUUM;\nDROP TABLE nowhere;");
        pair(5, "CREATE TABLE e (id bigint);", "DROP TABLE e;");
        pair(6, "ALTER TABLE e ADD COLUMN f int;", "ALTER TABLE e DROP COLUMN f;");
        TestOutcome outcome = test();
        assertThat(results(outcome))
                .containsExactly("V1 EXACT", "V2 EXACT", "V3 UNDO_FAILS", "V4 UNDO_FAILS", "V5 EXACT", "V6 EXACT");
        assertThat(script(outcome, 3).failure().get(0))
                .isEqualTo("U3__x.sql:2:1: table \"nowhere\" does not exist (SQLSTATE 42P01)");
        assertThat(script(outcome, 4).failure().get(0)).startsWith("U4__x.sql:2:1: ");
        assertThat(chains(outcome)).containsExactly("V1-V2 []", "V5-V6 []");
        assertThat(outcome.failing(TestFlaw.DEFAULT)).containsExactly(TestFlaw.UNDO_FAILS);
    }

    @Test
    void aScriptThatDoesNotRunAgainIsFoundAlsoWhereTheSchemaComesBack() throws IOException {
        pair(1, "CREATE TABLE once (id bigint PRIMARY KEY);", "DROP TABLE once;");
        pair(2, "INSERT INTO once VALUES (1);\nCREATE TABLE a (id bigint);", "DROP TABLE a;");
        TestOutcome outcome = test();
        assertThat(results(outcome)).containsExactly("V1 EXACT", "V2 NOT_AGAIN");
        assertThat(script(outcome, 2).notAgain())
                .first()
                .asString()
                .startsWith("V2__x.sql:1:1: duplicate key value violates unique constraint \"once_pkey\"");
        assertThat(outcome.failing(TestFlaw.DEFAULT)).contains(TestFlaw.NOT_AGAIN);
    }

    @Test
    void whatFailsOnlyInTheTransactionOfTheTestIsNoFailure() throws IOException {
        pair(1, "CREATE TYPE s AS ENUM ('a');", "DROP TYPE s;");
        // the value is new in the transaction of the undo script, where the script cannot use it
        pair(2, "CREATE TABLE t (s s DEFAULT 'a');", "DROP TABLE t; ALTER TYPE s ADD VALUE 'b';");
        write(
                SCRIPTS + "V2__x.sql",
                "DO $$ BEGIN IF EXISTS (SELECT FROM pg_enum WHERE enumlabel = 'b') THEN"
                        + " PERFORM 'b'::s; END IF; END $$; CREATE TABLE t (s s DEFAULT 'a');");
        TestOutcome outcome = test();
        assertThat(results(outcome)).containsExactly("V1 EXACT", "V2 DIFFERS");
        assertThat(script(outcome, 2).notAgain()).isEmpty();
    }

    @Test
    void aMissingUndoScriptPartsTheChain() throws IOException {
        pair(1, "CREATE TABLE a (id bigint);", "DROP TABLE a;");
        write(SCRIPTS + "V2__x.sql", "CREATE TABLE b (id bigint);");
        pair(3, "CREATE TABLE c (id bigint);", "DROP TABLE c;");
        pair(4, "CREATE TABLE d (id bigint);", "DROP TABLE d;");
        TestOutcome outcome = test();
        assertThat(results(outcome)).containsExactly("V1 EXACT", "V2 NO_UNDO", "V3 EXACT", "V4 EXACT");
        assertThat(chains(outcome)).containsExactly("V3-V4 []");
        assertThat(outcome.failing(TestFlaw.DEFAULT)).containsExactly(TestFlaw.NO_UNDO);
        assertThat(outcome.failing(TestFlaw.parse("differs, undo_fails"))).isEmpty();
    }

    @Test
    void afterAScriptThatDoesNotRunNothingIsTested() throws IOException {
        pair(1, "CREATE TABLE a (id bigint);", "DROP TABLE a;");
        pair(2, "ALTER TABLE a ADD COLUMN b int;", "ALTER TABLE a DROP COLUMN b;");
        pair(3, "ALTER TABLE nowhere ADD COLUMN b int;", "SELECT 1;");
        pair(4, "CREATE TABLE d (id bigint);", "DROP TABLE d;");
        TestOutcome outcome = test();
        assertThat(results(outcome)).containsExactly("V1 EXACT", "V2 EXACT", "V3 UP_FAILS", "V4 NOT_TESTED");
        assertThat(script(outcome, 3).failure().get(0)).startsWith("V3__x.sql:1:1: relation \"nowhere\"");
        assertThat(chains(outcome)).containsExactly("V1-V2 []");
    }

    @Test
    void pairsThatAreWellAloneMayFailInARow() throws IOException {
        pair(1, "CREATE TABLE a (id bigint NOT NULL);", "DROP TABLE a;");
        pair(2, "ALTER TABLE a ALTER COLUMN id DROP NOT NULL;", "ALTER TABLE a ALTER COLUMN id SET NOT NULL;");
        pair(3, "SELECT 1;", "INSERT INTO a VALUES (NULL);");
        TestOutcome outcome = test();
        assertThat(results(outcome)).containsExactly("V1 EXACT", "V2 EXACT", "V3 EXACT");
        assertThat(chains(outcome)).containsExactly("V1-V3 [chain]");
        assertThat(outcome.chains().get(0).failure().get(0))
                .isEqualTo("U2__x.sql:1:1: column \"id\" of relation \"a\" contains null values (SQLSTATE 23502)");
        assertThat(outcome.failing(TestFlaw.DEFAULT)).containsExactly(TestFlaw.CHAIN);
    }

    @Test
    void whatAChainLeavesBehindIsToldAtItsBottom() throws IOException {
        pair(1, "CREATE TABLE a (id bigint);", "SELECT 1;");
        write(SCRIPTS + "V1__x.sql", "CREATE TABLE IF NOT EXISTS a (id bigint);");
        pair(2, "CREATE TABLE b (id bigint);", "DROP TABLE b;");
        Chain chain = test().chains().get(0);
        assertThat(chain.differences()).contains("table public.a is there, and was not");
        assertThat(chain.again()).isEmpty();
        assertThat(chain.flaws()).containsExactly(TestFlaw.CHAIN);
    }

    @Test
    void rowsThatSeedFilesBringMustSurvive() throws IOException {
        pair(1, "CREATE TABLE a (id bigint PRIMARY KEY, n text, m text);", "DROP TABLE a;");
        pair(2, "ALTER TABLE a DROP COLUMN m;", "ALTER TABLE a ADD COLUMN m text;");
        pair(3, "ALTER TABLE a ADD COLUMN o int;", "ALTER TABLE a DROP COLUMN o;");
        pair(4, "CREATE TABLE b AS SELECT * FROM a;", "DROP TABLE b; DELETE FROM a WHERE id = 2;");
        pair(5, "UPDATE a SET n = upper(n);", "UPDATE a SET n = 'unknown';");
        pair(6, "ALTER TABLE a RENAME COLUMN n TO name;", "ALTER TABLE a RENAME COLUMN name TO n;");
        write("src/main/resources/db/seed/10-a.sql", "INSERT INTO a (id, n, m) VALUES (1, 'x', 'y'), (2, 'z', NULL);");
        write("src/main/resources/db/seed/20-none.sql", "INSERT INTO nowhere VALUES (1);");
        TestOutcome outcome = test();
        assertThat(script(outcome, 2).rowsLost()).containsExactly("column public.a.m: 1 of 1 values are gone");
        assertThat(script(outcome, 3).rowsLost()).isEmpty();
        assertThat(script(outcome, 4).rowsLost()).containsExactly("table public.a: 1 of 2 rows are gone");
        assertThat(script(outcome, 5).rowsLost()).containsExactly("column public.a.n: has other values than before");
        assertThat(script(outcome, 6).rowsLost()).isEmpty();
        assertThat(outcome.failing(TestFlaw.DEFAULT)).containsExactly(TestFlaw.ROWS_LOST);
        assertThat(outcome.seeds()).hasSize(2);
        assertThat(outcome.seeds().get(0).before()).contains("V2__x.sql");
        assertThat(outcome.seeds().get(0).refused()).isEmpty();
        assertThat(outcome.seeds().get(1).refused()).first().asString().contains("relation \"nowhere\" does not exist");
    }

    @Test
    void aRangeIsTestedOnWhatTheScriptsBelowItMake() throws IOException {
        pair(1, "CREATE TABLE a (id bigint);", "SELECT nonsense;");
        pair(2, "ALTER TABLE a ADD COLUMN b int;", "ALTER TABLE a DROP COLUMN b;");
        pair(3, "ALTER TABLE a ADD COLUMN c int;", "ALTER TABLE a DROP COLUMN c;");
        pair(4, "nonsense;", "nonsense;");
        var range = new TestScripts.Choice.Range(Optional.of(Version.of("2")), Optional.of(Version.of("3")));
        TestOutcome outcome = test(range);
        assertThat(outcome.basis()).isEqualTo("from version 2 to version 3");
        assertThat(results(outcome)).containsExactly("V2 EXACT", "V3 EXACT");
        assertThatThrownBy(() -> test(new TestScripts.Choice.Range(Optional.of(Version.of("9")), Optional.empty())))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.from is 9");
    }

    @Test
    void withoutAChoiceWhatIsNewSinceTheBaseIsTested() throws Exception {
        pair(1, "CREATE TABLE a (id bigint);", "SELECT nonsense;");
        write(SCRIPTS + "R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a;");
        var choice = new TestScripts.Choice.Pending(Optional.of("main"), Map.of());
        try (TestRepository repository = TestRepository.create(folder)) {
            repository.commit("one");
            repository.branch("feature");
            assertThat(test(choice).scripts()).isEmpty();
            pair(2, "ALTER TABLE a ALTER COLUMN id TYPE int;", "ALTER TABLE a ALTER COLUMN id TYPE bigint;");
            TestOutcome outcome = test(choice);
            // the view is part of the history
            assertThat(results(outcome)).containsExactly("V2 UP_FAILS");
            assertThat(script(outcome, 2).failure().get(0)).contains("used by a view");
            assertThat(outcome.basis()).startsWith("new against main");
        }
    }

    @Test
    void theProjectsSchemaIsThereAndComesFirst() throws IOException {
        pair(1, "CREATE TABLE shop.a (id bigint); ALTER TABLE a ADD COLUMN n text;", "DROP TABLE shop.a;");
        pair(2, "CREATE TABLE \"${flyway:defaultSchema}\".b (id bigint);", "DROP TABLE b;");
        TestOutcome outcome = test(ALL, Map.of("flyway.defaultSchema", new Setting("shop", "test")));
        assertThat(results(outcome)).containsExactly("V1 EXACT", "V2 EXACT");
    }

    @Test
    void eachScriptFindsASessionOfItsOwn() throws IOException {
        pair(1, "SELECT set_config('search_path', '', false); CREATE TABLE public.a (id bigint);", "DROP TABLE a;");
        pair(2, "SET ROLE NONE; CREATE TABLE b (id bigint); COMMIT; BEGIN;", "DROP TABLE b;");
        pair(3, "CREATE TABLE c (id bigint);", "BEGIN; DROP TABLE c; COMMIT;");
        assertThat(results(test())).containsExactly("V1 EXACT", "V2 EXACT", "V3 EXACT");
    }

    @Test
    void constraintsThatAreAskedAtTheEndOfTheTransactionAreAsked() throws IOException {
        pair(
                1,
                "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (a bigint REFERENCES a"
                        + " DEFERRABLE INITIALLY DEFERRED);",
                "DROP TABLE b, a;");
        pair(2, "CREATE TABLE c (id bigint);", "DROP TABLE c; INSERT INTO b VALUES (1);");
        TestOutcome outcome = test();
        assertThat(results(outcome)).containsExactly("V1 EXACT", "V2 UNDO_FAILS");
        assertThat(script(outcome, 2).failure().get(0))
                .startsWith("U2__x.sql: at the end of its transaction: ")
                .contains("violates foreign key constraint");
    }

    @Test
    void namesOfFlawsAreReadAsPeopleTypeThem() {
        assertThat(TestFlaw.parse("Differs,undo_fails, no-undo"))
                .containsExactlyInAnyOrder(TestFlaw.DIFFERS, TestFlaw.UNDO_FAILS, TestFlaw.NO_UNDO);
        assertThat(TestFlaw.parse("never")).isEmpty();
        assertThatThrownBy(() -> TestFlaw.parse("difers"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("Did you mean differs?");
        assertThat(Set.of(TestFlaw.values()).stream().map(TestFlaw::toString).collect(Collectors.toSet()))
                .contains("column-order", "rows-lost", "chain");
    }
}
