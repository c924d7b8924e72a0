package dev.belay.command;

import static dev.belay.command.PreviewProject.down;
import static dev.belay.command.PreviewProject.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.outcome.Direction;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.PreviewOutcome.Step;
import dev.belay.outcome.RefusalException;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class PreviewFileTest {

    private PreviewProject project;

    @BeforeEach
    void newProject(TestServers servers, @TempDir Path folder) {
        Optional<PostgresClient> client = PostgresClient.find();
        assumeTrue(client.isPresent(), "psql and pg_dump are not installed");
        project = new PreviewProject(servers, client.get(), folder);
    }

    private PreviewProject twoTables() {
        return project.script("V1__a.sql", "CREATE TABLE a (id int);\nCREATE TABLE a2 (id int);")
                .script("U1__a.sql", "DROP TABLE a2; DROP TABLE a;")
                .script("V2__i.sql", "CREATE INDEX CONCURRENTLY i ON a (id);")
                .script("U2__i.sql", "DROP INDEX i;");
    }

    @Test
    void saysWhatWouldRun() {
        PreviewOutcome outcome = twoTables().preview(up("latest"));

        assertThat(outcome.direction()).isEqualTo(Direction.UP);
        assertThat(outcome.sql()).isEqualTo(project.file());
        assertThat(outcome.versionBefore()).isEmpty();
        assertThat(outcome.versionAfter()).contains("2");
        assertThat(outcome.warnings()).isEmpty();
        assertThat(outcome.steps())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sha256")
                .containsExactly(
                        new Step("V1__a.sql", Optional.of("1"), "a", 2, true, Optional.empty()),
                        new Step("V2__i.sql", Optional.of("2"), "i", 1, false, Optional.empty()));
        assertThat(outcome.steps())
                .allSatisfy(step -> assertThat(step.sha256().orElseThrow()).hasSize(64));
        assertThat(project.text())
                .contains("2 scripts, from no version to version 2")
                .contains("\n-- V1__a.sql · 2 statements · one transaction\n")
                .contains("\n-- V2__i.sql · 1 statement · no transaction\n");
    }

    @Test
    void saysWhatWouldBeTakenBack() {
        PreviewOutcome outcome = twoTables().upgrade("latest").preview(down("1"));

        assertThat(outcome.direction()).isEqualTo(Direction.DOWN);
        assertThat(outcome.versionBefore()).contains("2");
        assertThat(outcome.versionAfter()).contains("1");
        assertThat(outcome.steps())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sha256")
                .containsExactly(new Step("U2__i.sql", Optional.of("2"), "i", 1, true, Optional.empty()));
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no POSIX permissions");
        Files.createDirectories(project.file().getParent());
        Files.writeString(project.file(), "an earlier one");
        twoTables().preview(up("latest"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(project.file())))
                .isEqualTo("rw-------");
        assertThat(project.text()).startsWith("-- What");
    }

    @Test
    void aRefusalLeavesTheFileOfBeforeAndNothingElse() throws IOException {
        twoTables().preview(up("latest"));
        String before = project.text();

        assertThatThrownBy(() -> project.preview(down("-1"))).isInstanceOf(RefusalException.class);
        project.script("V3__p.sql", "SELECT '${nowhere}'");
        assertThatThrownBy(() -> project.preview(up("latest")))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("V3__p.sql:1:9");

        assertThat(project.text()).isEqualTo(before);
        try (var files = Files.list(project.file().getParent())) {
            assertThat(files).containsExactly(project.file());
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Files.writeString(project.file().getParent().getParent(), "a file where the folder should be");

        assertThatThrownBy(() -> twoTables().preview(up("latest")))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("preview.sql cannot be written");
    }

    @Test
    void psqlChangesNothingWhereTheHistoryIsAnother() {
        twoTables().preview(up("latest"));
        TestDatabase copy = project.copy();
        project.run(copy, up("1"));
        List<String> before = project.client.dump(copy);

        PostgresClient.Result result = project.client.psql(copy, project.file(), Map.of());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output())
                .contains("not a copy of the database that the preview was made for")
                .contains("HINT:  make the preview again");
        assertThat(project.client.dump(copy)).isEqualTo(before);
    }

    @Test
    void psqlChangesNothingWhereTheHistoryHasAnotherChecksumOrIsMissing() {
        twoTables().upgrade("1").preview(up("latest"));
        TestDatabase other = project.copy();
        other.execute("UPDATE flyway_schema_history SET checksum = checksum + 1");
        TestDatabase none = project.copy();
        none.execute("DROP TABLE flyway_schema_history");

        assertThat(project.client.psql(other, project.file(), Map.of()).exitCode())
                .isEqualTo(3);
        assertThat(project.client.psql(none, project.file(), Map.of()).exitCode())
                .isEqualTo(3);
        assertThat(other.query("SELECT to_regclass('i')")).containsExactly("");
        assertThat(none.query("SELECT to_regclass('i')")).containsExactly("");
    }

    @Test
    void psqlStopsAtTheFirstErrorWithItsTransactionUndone() {
        project.script("V1__a.sql", "CREATE TABLE a (id int);")
                .script("V2__b.sql", "CREATE TABLE b (id int); INSERT INTO a VALUES (1/0);")
                .script("V3__c.sql", "CREATE TABLE c (id int);")
                .preview(up("latest"));
        TestDatabase copy = project.copy();

        PostgresClient.Result result = project.client.psql(copy, project.file(), Map.of());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).contains("division by zero");
        assertThat(copy.query("SELECT to_regclass('a'), to_regclass('b'), to_regclass('c')"))
                .containsExactly("a||");
        assertThat(copy.query("SELECT version FROM flyway_schema_history")).containsExactly("1");
        assertThat(copy.query("SELECT result FROM belay.run")).containsExactly("running");
    }

    @Test
    void aPsqlrcDoesNotMatter(@TempDir Path home) throws IOException {
        Path settings = home.resolve("psqlrc");
        Files.writeString(
                settings,
                "\\set AUTOCOMMIT off\n\\set ON_ERROR_ROLLBACK on\n\\set FETCH_COUNT 1\n\\set x y\n\\set SINGLELINE on\n"
                        + "\\encoding LATIN1\n");
        twoTables()
                .script(
                        "V3__x.sql",
                        "INSERT INTO a SELECT x FROM generate_series(1, 3) AS x WHERE (ARRAY[1,2,3])[1:x]\n"
                                + "= '{1,2,3}'; COMMENT ON TABLE a IS 'né';")
                .preview(up("latest"));
        TestDatabase copy = project.copy();

        PostgresClient.Result result = project.client.psql(copy, project.file(), Map.of("PSQLRC", settings.toString()));

        assertThat(result.output()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(copy.query("SELECT id, obj_description('a'::regclass) FROM a"))
                .containsExactly("3|né");
    }

    @Test
    void stopsBeforeAMigrationThatIsNotSql() {
        PreviewOutcome outcome = project.script("V1__a.sql", "CREATE TABLE a (id int);")
                .script("V2__shell.sh", "exit 1\n")
                .script("V3__c.sql", "CREATE TABLE c (id int);")
                .script("afterMigrate.sh", "exit 1\n")
                .preview(up("latest"));
        TestDatabase copy = project.copy();

        PostgresClient.Result result = project.client.psql(copy, project.file(), Map.of());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).contains("V2__shell.sh is not SQL");
        assertThat(copy.query("SELECT to_regclass('a'), to_regclass('c')")).containsExactly("a|");
        assertThat(outcome.steps()).extracting(Step::script).containsExactly("V1__a.sql", "V2__shell.sh", "V3__c.sql");
        assertThat(outcome.warnings())
                .containsExactly(
                        "V2__shell.sh is not SQL: psql cannot run it, and stops where it would run",
                        "the callback afterMigrate.sh is not SQL: it is not part of the preview");
    }

    @Test
    void runsNothingOfTheProject() {
        project.database.execute("CREATE TABLE log (event text)");
        project.set("baselineOnMigrate", "true").set("baselineVersion", "0");
        for (String event : List.of("afterConnect", "beforeInfo", "beforeValidate", "afterValidate", "createSchema")) {
            project.script(event + ".sql", "INSERT INTO log VALUES ('" + event + "')");
        }
        twoTables().preview(up("latest"));

        assertThat(project.database.query("SELECT event FROM log")).isEmpty();
        assertThat(project.database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'belay'"))
                .isEmpty();
    }

    @Test
    void theHeaderSaysWhatPsqlsOneSessionCannotKeepApart() {
        project.script("beforeMigrate.sql", "SET my.x = '1'")
                .script("afterMigrate.sql", "SELECT 1")
                .script("V1__t.sql", "CREATE TABLE t (id int)")
                .preview(up("latest"));

        assertThat(project.text())
                .contains("-- The goal runs beforeMigrate, afterMigrate in sessions of their own", "(SET my.setting)");

        project.delete("beforeMigrate.sql").delete("afterMigrate.sql").preview(up("latest"));
        assertThat(project.text()).doesNotContain("sessions of their own");
    }

    @Test
    void aGroupsPreviewSaysThatItRunsCallbacksBeforeTheTransaction() {
        project.set("group", "true")
                .script("V1__t.sql", "CREATE TABLE t (id int)")
                .script("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS a")
                .script("afterVersioned.sql", "SELECT 1");

        assertThat(project.preview(up("latest")).warnings())
                .singleElement()
                .asString()
                .contains("runs afterVersioned in another session", "psql cannot");
        assertThat(project.text()).contains("-- Mind: with flyway.group the goal runs afterVersioned");

        assertThat(project.set("executeInTransaction", "false")
                        .preview(up("latest"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void aGroupOfScriptsThatCannotShareATransactionIsRefused() {
        twoTables().set("group", "true");

        assertThatThrownBy(() -> project.preview(up("latest")))
                .isInstanceOfSatisfying(
                        RefusalException.class,
                        e -> assertThat(e.problem().details()).containsExactly("V2__i.sql"));
    }
}
