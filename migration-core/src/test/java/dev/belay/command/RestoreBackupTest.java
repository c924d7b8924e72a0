package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.backup.BackupKey;
import dev.belay.backup.BackupMethod;
import dev.belay.backup.Backups;
import dev.belay.command.Safeguards.Backing;
import dev.belay.outcome.BackupOutcome;
import dev.belay.outcome.BackupsOutcome;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunReport;
import dev.belay.report.BackupText;
import dev.belay.report.Line;
import dev.belay.report.RunReports;
import dev.belay.report.Style;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.testing.TestBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which backups take the place of the database, and which do not. */
class RestoreBackupTest extends RestoreSuite {

    private static void inManifest(Path backup, String from, String to) {
        try {
            Path manifest = backup.resolve("manifest.json");
            String text = Files.readString(manifest);
            assertThat(text).contains(from);
            Files.writeString(manifest, text.replace(from, to));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anotherDatabasesBackupIsRestoredOnlyWhenForced() {
        try (Scenario other = scenario.another()) {
            other.execute("CREATE SCHEMA far CREATE TABLE away (id int)");
            Path backup = backup(other);
            Problem problem = refused(() -> restore(backup, true, false));
            assertThat(problem.what())
                    .contains("is one of " + other.database().name() + ", not of "
                            + scenario.database().name());
            assertThat(problem.next()).contains("-Ddb.force=true");
            assertThat(scenario.query("SELECT count(*) FROM customer")).containsExactly("1000");
            other.superuser().execute("GRANT " + other.owner() + " TO " + scenario.owner());
            restore(backup, true, true);
            assertThat(scenario.query("SELECT to_regclass('far.away')")).containsExactly("far.away");
            assertThat(runs().get(0)).isEqualTo("refused|1|{}");
            assertThat(runs().get(1)).contains("forced: the backup ");
            scenario.superuser()
                    .execute("REASSIGN OWNED BY " + other.owner() + " TO " + scenario.owner() + "; DROP OWNED BY "
                            + other.owner());
        }
    }

    @Test
    void aRoleThatMayNotCreateADatabaseIsToldWhatToAskFor() {
        Path backup = backup(scenario);
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " NOCREATEDB");
        Problem problem = problem(EnvironmentException.class, () -> restore(backup, true, false));
        assertThat(problem.what()).endsWith("was not restored: ERROR: permission denied to create database.");
        assertThat(problem.next())
                .startsWith("let a superuser give the role " + scenario.owner() + " what it lacks")
                .contains("CREATEDB");
        assertThat(scenario.beside()).isEmpty();
    }

    @Test
    void anotherServersIsSaid() {
        Path backup = backup(scenario);
        String server = scenario.database().settings().server();
        inManifest(backup, "\"" + server + "\"", "\"elsewhere:5432\"");
        restore(backup, true, false);
        assertThat(scenario.told().warnings())
                .anyMatch(line -> line.contains("at elsewhere:5432; it is restored at " + server));
    }

    @Test
    void whatLacksATableDoesNotTakeThePlace() {
        Path backup = backup(scenario);
        inManifest(backup, "\"customer\"", "\"customers\"");
        Problem problem = problem(EnvironmentException.class, () -> restore(backup, true, false));
        assertThat(problem.what()).contains("lacks tables");
        assertThat(problem.details()).containsExactly("public.customers");
        assertThat(problem.state().orElseThrow())
                .startsWith(scenario.database().name() + " is in use, and the restore has not touched it.")
                .endsWith("was dropped again.");
        assertThat(scenario.beside()).isEmpty();
    }

    @Test
    void whatHasAnotherOwnerThanWhatWasBackedUpDoesNotTakeThePlace() throws IOException {
        Path backup = backup(scenario);
        String other = otherOwner(backup);
        Problem problem = problem(EnvironmentException.class, () -> restore(backup, true, false));
        assertThat(problem.what()).isEqualTo("the restored schema is not what it was when the backup was made");
        assertThat(problem.details())
                .containsExactly(
                        "owner table public.customer is another", "    - " + other, "    + " + scenario.owner());
        assertThat(problem.state().orElseThrow())
                .startsWith(scenario.database().name() + " is in use, and the restore has not touched it.")
                .endsWith("was dropped again.");
        assertThat(problem.next()).contains("-Ddb.force=true");
        assertThat(scenario.beside()).isEmpty();
        assertThat(runs()).containsExactly("refused|1|{}");
        assertThat(steps()).containsExactly("verify|done", "restore|failed", "report|done");
        assertThat(scenario.told().report().result()).isEqualTo(RunReport.Result.REFUSED);
    }

    @Test
    void whatWouldStayWithTheLiveDatabaseIsFoundBeforeTheBackupIsRestored() {
        Path backup = backup(scenario);
        scenario.superuser()
                .execute("CREATE SUBSCRIPTION feed CONNECTION 'dbname=nowhere' PUBLICATION p WITH (connect = false)");
        try {
            assertThat(refused(() -> restore(backup, true, false)).what()).contains("subscription feed");
            assertThat(steps()).containsExactly("verify|refused", "report|done");
        } finally {
            scenario.superuser().execute("ALTER SUBSCRIPTION feed SET (slot_name = NONE); DROP SUBSCRIPTION feed");
        }
    }

    /** Such as that of a program that watches the server. */
    @Test
    void aSuperusersSessionIsNamedBeforeAndWhenItIsInTheWay() throws SQLException {
        Path backup = backup(scenario);
        try (Connection watching = scenario.superuser().connect()) {
            Problem problem = problem(EnvironmentException.class, () -> restore(backup, true, false));
            assertThat(problem.what()).contains("may not end all sessions in ");
            String superuser = scenario.superuser().settings().user().orElseThrow();
            assertThat(problem.details()).singleElement().asString().contains("process ", "role " + superuser);
            String side = scenario.beside().get(0);
            assertThat(problem.state().orElseThrow())
                    .contains("lets everybody in again; " + side + " is the one that was restored")
                    .contains(side + " is kept: it has all of ")
                    .endsWith("DROP DATABASE \"" + side + "\";");
            assertThat(watching.isValid(60)).isTrue();
        }
        assertThat(scenario.told().warnings()).anyMatch(line -> line.contains("is a superuser's session"));
        assertThat(scenario.query("SELECT count(*) FROM customer")).containsExactly("1000");
        assertThat(runs()).containsExactly("failed|1|{}");
    }

    @Test
    void aFolderWithBlanksIsSaidAsAShellReadsIt() {
        Path blanks = folder.resolve("my backups");
        var backing =
                new Backing(BackupMethod.PG_DUMP, blanks, 30, Optional.empty(), Optional.empty(), Optional.empty());
        BackupOutcome made = MakeBackup.run(new MakeBackup.Request(scenario.request(), backing));
        assertThat(BackupText.lines(made, Style.PLAIN))
                .last()
                .extracting(Line::text)
                .isEqualTo("To bring it back: mvn db:restore -Ddb.backup='" + made.folder() + "'");
        assertThat(restore(made.folder(), true, false).versionAfter()).contains("1");
    }

    @Test
    void anEncryptedBackupWithoutItsKeyIsRefusedBeforeADatabaseIsMade() {
        BackupKey right = BackupKey.generate();
        var backing =
                new Backing(BackupMethod.PG_DUMP, folder, 30, Optional.of(right), Optional.empty(), Optional.empty());
        Path backup = MakeBackup.run(new MakeBackup.Request(scenario.request(), backing))
                .folder();
        for (Optional<BackupKey> key : List.of(Optional.<BackupKey>empty(), Optional.of(BackupKey.generate()))) {
            var request = new RestoreBackup.Request(
                    scenario.request(), backup, Optional.empty(), key, true, false, Optional.empty(), RunReports.NONE);
            Problem problem = refused(() -> RestoreBackup.run(request));
            assertThat(problem.what()).contains("key");
            assertThat(problem.state())
                    .contains(scenario.database().name() + " was not touched: it is in use as before.");
            assertThat(refused(() -> RestoreBackup.preview(request)).what()).isEqualTo(problem.what());
        }
        assertThat(steps()).containsExactly("verify|refused", "verify|refused", "report|done", "report|done");
        BackupsOutcome listed = ListBackups.run(new ListBackups.Request(
                folder,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(BackupKey.generate()),
                Progress.SILENT));
        assertThat(BackupText.lines(listed, Style.PLAIN))
                .extracting(Line::text)
                .contains("    its contents were not looked into: it was encrypted with another key");
        RestoreBackup.run(new RestoreBackup.Request(
                scenario.request(),
                backup,
                Optional.empty(),
                Optional.of(right),
                true,
                false,
                Optional.empty(),
                RunReports.NONE));
        assertThat(runs()).last().asString().startsWith("succeeded|1|");
    }

    @Test
    void whatIsNoFolderIsSaidToBeNone() {
        Problem problem = problem(EnvironmentException.class, () -> restore(folder.resolve("none"), true, false));
        assertThat(problem.what()).isEqualTo("There is no folder " + folder.resolve("none") + ".");
    }

    @Test
    void aServerWithoutADatabaseOfItsOwnNeedsNone() {
        try (EmbeddedPostgres own = EmbeddedPostgres.start(
                TestBinaries.throwaway(scenario.database().major()))) {
            var server = new OwnServer(own, scenario.database().major());
            try (Scenario lonely = new Scenario(server, scenario.folder())) {
                lonely.upgrade("1");
                lonely.superuser()
                        .execute("ALTER ROLE " + lonely.owner() + " CREATEDB; GRANT pg_signal_backend TO "
                                + lonely.owner());
                Path backup = backup(lonely);
                server.named("template1").execute("ALTER DATABASE postgres RENAME TO other");
                try {
                    // on a busy machine the collector of 14 answers late, and what is not known counts as written
                    String kept = lonely.discreet(() -> RestoreBackup.run(new RestoreBackup.Request(
                                    lonely.request(),
                                    backup,
                                    Optional.empty(),
                                    Optional.empty(),
                                    true,
                                    false,
                                    Optional.empty(),
                                    RunReports.NONE)))
                            .keptAs();
                    assertThat(kept).contains("_failed_");
                    assertThat(lonely.query("SELECT count(*) FROM customer")).containsExactly("1000");
                } finally {
                    server.named("template1").execute("ALTER DATABASE other RENAME TO postgres");
                }
            }
        }
    }

    /** What kind of session another role has, this one does not learn. */
    @Test
    void aCopyIsRefusedNamingWhoIsConnected() throws SQLException {
        String role = scenario.database().name() + "_app";
        scenario.superuser()
                .execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + Scenario.PASSWORD.replace("'", "''") + "'");
        var backing =
                new Backing(BackupMethod.TEMPLATE, folder, 30, Optional.empty(), Optional.empty(), Optional.empty());
        try (Connection app = scenario.as(role).connect()) {
            assertThat(app.isValid(60)).isTrue();
            Problem problem = refused(
                    () -> scenario.discreet(() -> MakeBackup.run(new MakeBackup.Request(scenario.request(), backing))));
            assertThat(problem.details()).anyMatch(line -> line.contains("role " + role));
        } finally {
            scenario.superuser().execute("DROP ROLE " + role);
        }
    }

    @Test
    void aCopyThatIsGoneIsSaidBeforeWhatWouldBeLost() {
        var backing =
                new Backing(BackupMethod.TEMPLATE, folder, 30, Optional.empty(), Optional.empty(), Optional.empty());
        Path backup = scenario.discreet(() -> MakeBackup.run(new MakeBackup.Request(scenario.request(), backing)))
                .folder();
        String copy = new Backups().open(backup).manifest().copy().orElseThrow();
        scenario.maintenance().execute("DROP DATABASE " + copy);
        scenario.execute("INSERT INTO customer VALUES (5000, 'new')");
        Problem problem = problem(EnvironmentException.class, () -> restore(backup, false, false));
        assertThat(problem.what()).contains("cannot be restored");
        assertThat(problem.details()).singleElement().asString().contains(copy).contains("which is no longer there");
        assertThat(problem.state()).contains("No database was touched.");
        assertThat(steps()).containsExactly("verify|failed", "report|done");
    }

    @Test
    void whatAnUnfinishedRunNeedsStays() {
        Path needed = backup(scenario);
        Path old = backup(scenario);
        String run = new Backups().open(needed).manifest().run().toString();
        scenario.execute("INSERT INTO belay.run (id, goal, history, started_by) SELECT '" + run
                + "', 'upgrade', history, 'somebody' FROM belay.run LIMIT 1");
        backup(scenario, 0);
        assertThat(needed).exists();
        assertThat(old).doesNotExist();
    }
}
