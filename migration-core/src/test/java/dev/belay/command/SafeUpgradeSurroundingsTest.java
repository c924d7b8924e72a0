package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.backup.BackupMethod;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.migrate.PreviewGoal;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunId;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.server.ClientSource;
import dev.belay.testing.OwnExtension;
import dev.belay.validation.AssertionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a safeguarded upgrade sees around it: other sessions, other rows, the server, runs that were killed. */
class SafeUpgradeSurroundingsTest extends SafeguardedSuite {

    @BeforeEach
    void prepare() {
        scenario.customers(" CREATE TABLE other (id int);", " DROP TABLE other;")
                .upgrade();
    }

    private void mail() {
        scenario.mail();
    }

    @Test
    void whoHoldsLocksOnTheTablesConcernedIsNamed() throws SQLException {
        scenario.script("V2__role.sql", "CREATE ROLE somebody_else; ALTER TABLE customer ADD COLUMN mail text;");
        try (Connection holder = scenario.database().connect();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE customer IN SHARE UPDATE EXCLUSIVE MODE");
            statement.execute("LOCK TABLE other IN SHARE UPDATE EXCLUSIVE MODE");
            Problem refused = refused(asked::upgrade);
            assertThat(refused.what()).startsWith("the check found 1 high");
        }
        assertThat(scenario.query("SELECT words FROM belay.run_step WHERE step = 'preflight'"))
                .singleElement()
                .asString()
                .contains("1 session holds locks on public.customer");
    }

    @Test
    void theSameServerIsNoPlaceForWhatReachesBeyondTheDatabase() {
        asked.rehearsal = Optional.of(Mode.SAME_SERVER);
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " CREATEDB");
        scenario.script(
                "V2__role.sql",
                "-- db:allow copy-leaves-the-database: the archive wants it\n"
                        + "COPY customer TO PROGRAM 'cat >/dev/null';");
        Problem refused = refused(asked::upgrade);
        assertThat(refused.what())
                .isEqualTo("db.rehearsal=same-server is refused: these scripts reach beyond their database");
        assertThat(refused.details()).anyMatch(line -> line.contains("V2__role.sql:2:1"));

        scenario.script(
                "V2__role.sql",
                "DO $$ BEGIN EXECUTE 'CREATE ROLE ' || quote_ident('of_' || current_database()); END $$;");
        assertThat(refused(asked::upgrade).what())
                .startsWith("db.rehearsal=same-server is refused: what was not tried");
        asked.check = false;
        assertThat(refused(asked::upgrade).what()).contains("nobody has looked");
    }

    @Test
    void onTheCopyTheRoleMayDoWhatItMayDoHere() {
        String group = "group_of_" + scenario.database().name();
        scenario.superuser()
                .execute("CREATE ROLE " + group + "; GRANT " + group + " TO " + scenario.owner()
                        + "; CREATE TABLE theirs (id int); ALTER TABLE theirs OWNER TO " + group);
        try {
            scenario.script("V2__theirs.sql", "ALTER TABLE theirs ADD COLUMN name text;")
                    .script("U2__theirs.sql", "ALTER TABLE theirs DROP COLUMN name;");
            asked.check = false; // the check's replayed history does not have their table
            assertThat(asked.upgrade().versionAfter()).contains("2");
        } finally {
            scenario.superuser().execute("DROP OWNED BY " + group + "; DROP ROLE " + group);
        }
    }

    @Test
    void anOwnersNameMayHoldQuotes() {
        String owner = "\"the \"\"owner of " + scenario.database().name() + "\"";
        String database = "ALTER DATABASE " + scenario.database().name() + " OWNER TO ";
        scenario.superuser()
                .execute("CREATE ROLE " + owner + "; GRANT " + owner + " TO " + scenario.owner() + "; " + database
                        + owner);
        try {
            mail();
            assertThat(asked.upgrade().rehearsal().orElseThrow().withData()).isTrue();
        } finally {
            scenario.superuser().execute(database + scenario.owner() + "; DROP ROLE " + owner);
        }
    }

    @Test
    void whateverFailsBeforeTheApplyTheDatabaseIsSaidToBeUnchanged() throws IOException {
        asked.client = Optional.of(new ClientSource.Folder(Files.createDirectories(folder.resolve("none"))));
        asked.method = BackupMethod.TEMPLATE;
        asked.check = false;
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " CREATEDB");
        mail();
        try {
            Problem problem = problem(EnvironmentException.class, asked::upgrade);
            assertThat(problem.what()).startsWith("A rehearsal without rows needs pg_dump");
            assertThat(problem.state()).contains("The database is unchanged.");
        } finally {
            scenario.dropBeside();
        }
    }

    @Test
    void theSameServerWillDoWhereItIsAskedFor() {
        asked.rehearsal = Optional.of(Mode.SAME_SERVER);
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " CREATEDB");
        mail();
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(outcome.rehearsal().orElseThrow().withData()).isTrue();
        assertThat(scenario.superuser()
                        .query("SELECT datname FROM pg_database WHERE datname LIKE '"
                                + scenario.database().name() + "\\_%'"))
                .isEmpty();
    }

    /** The server's files of an extension become others behind the backup, as another server's are. */
    @Test
    void aCopyWithAnotherVersionOfAnExtensionProvesLessAndSaysSo() throws IOException {
        asked.rehearsal = Optional.of(Mode.SAME_SERVER);
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " CREATEDB");
        mail();
        String one = "CREATE FUNCTION @extschema@.one() RETURNS int LANGUAGE sql AS 'SELECT 1';\n";
        OwnExtension own = OwnExtension.of(scenario.superuser(), "belay_own_rehearsed")
                .version("1.0", one)
                .version("1.1", one)
                .byDefault("1.0");
        scenario.execute("CREATE SCHEMA app");
        scenario.superuser().execute("CREATE EXTENSION " + own.name() + " SCHEMA app");
        own.byDefault("1.1");
        assertThat(step(asked.upgrade(), Step.REHEARSAL).details())
                .contains("the copy is not as the database is: the extension " + own.name()
                        + " is restored in version 1.1, and was in 1.0 when the backup was made");
    }

    @Test
    void rowsThatNoScriptWritesAreCountedBeforeAndAfter() {
        mail();
        assertThat(step(asked.upgrade(), Step.VALIDATE).words()).contains("rows as before in 1 table");
    }

    @Test
    void backupsWhoseTimeIsOverGo() {
        asked.keepDays = 0;
        mail();
        asked.upgrade();
        scenario.script("V3__phone.sql", "ALTER TABLE customer ADD COLUMN phone text;")
                .script("U3__phone.sql", "ALTER TABLE customer DROP COLUMN phone;");
        assertThat(step(asked.upgrade(), Step.BACKUP).words()).endsWith("; removed 1 whose time was over");
    }

    @Test
    void aCopyBesideTheDatabaseIsMadeWhileNobodyIsConnected() {
        asked.method = BackupMethod.TEMPLATE;
        asked.check = false;
        scenario.mayRestore();
        mail();
        scenario.script(
                        "V3__gate.sql",
                        "UPDATE customer SET name = upper(name); DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE"
                                + " application_name LIKE 'belay % lock' AND datname = current_database()) THEN"
                                + " RAISE 'the gate is closed'; END IF; END $$;")
                .delete("U2__mail.sql");
        Problem problem = refused(asked::upgrade);
        try {
            assertThat(problem.what()).contains("the gate is closed");
            assertThat(scenario.told().opened()).doesNotHaveDuplicates();
            assertThat(problem.state().orElseThrow()).contains("was restored from the backup and is at version 1");
            assertThat(scenario.query(
                            "SELECT result, count(*) FROM belay.run WHERE goal = 'upgrade'" + " GROUP BY 1 ORDER BY 1"))
                    .contains("restored|1");
            assertThat(scenario.query("SELECT string_agg(step, ' ' ORDER BY ordinal) FROM belay.run_step"))
                    .singleElement()
                    .asString()
                    .startsWith("preflight check backup rehearsal apply");
        } finally {
            scenario.dropBeside();
        }
    }

    private PreviewOutcome preview() {
        return Preview.run(new Preview.Request(
                scenario.request(),
                new PreviewGoal.Up(Targets.up(Optional.empty())),
                folder.resolve("preview.sql"),
                Optional.empty(),
                Optional.of(asked.get())));
    }

    @Test
    void aPlanIsRehearsedOnTheNewestBackup() {
        mail();
        PreviewOutcome without = preview();
        assertThat(without.rehearsal().orElseThrow().withData()).isFalse();
        assertThat(without.warnings()).contains("rehearsed without rows: no duration is real");

        MakeBackup.run(
                new MakeBackup.Request(scenario.request(), asked.get().backup().orElseThrow()));
        PreviewOutcome with = preview();
        assertThat(with.rehearsal().orElseThrow().locks()).singleElement().satisfies(lock -> {
            assertThat(lock.place()).isEqualTo("V2__mail.sql:1:1");
            assertThat(lock.rows()).isEqualTo(1000);
        });
        assertThat(with.warnings()).anyMatch(line -> line.startsWith("rehearsed with the rows of the backup 1-"));
        assertThat(scenario.current().version()).contains("1");
    }

    private RunId killedIn(String step, boolean ended) {
        RunId dead = RunId.random();
        scenario.execute("INSERT INTO belay.run (id, goal, history, started_by) SELECT '" + dead
                + "', 'upgrade', history, 'somebody' FROM belay.run LIMIT 1");
        scenario.execute("INSERT INTO belay.run_step (run, ordinal, step, finished_at) VALUES ('" + dead + "', 1, '"
                + step + "', " + (ended ? "now()" : "NULL") + ")");
        return dead;
    }

    private void assertion(String sql) throws IOException {
        Path file = Files.createDirectories(folder.resolve("db/assertions")).resolve("all.sql");
        Files.writeString(file, sql);
        asked.assertions = AssertionFiles.find(
                "assertions", folder, List.of(), scenario.request().project().offlinePlaceholders());
    }

    @Test
    void whatAKilledRunHasAppliedIsValidatedByTheNext() throws IOException {
        RunId dead = killedIn("apply", true);
        assertion("SELECT id FROM customer WHERE id = 7;");
        Problem invalid = refused(asked::upgrade);
        assertThat(invalid.state())
                .contains(scenario.database().name() + " is at version 1, as run " + dead
                        + " left it; nothing was taken back.");

        killedIn("validate", false);
        assertion("SELECT id FROM customer WHERE id = 0;");
        assertThat(asked.upgrade().steps()).extracting(StepReport::step).containsExactly(Step.VALIDATE);
        assertThat(asked.upgrade().steps()).isEmpty();
    }

    @Test
    void trafficThatAKilledRunHasStoppedIsLetInAgain() {
        Path resumed = folder.resolve("resumed");
        asked.window = new MaintenanceWindow(folder, Optional.of("true"), Optional.of("mkdir " + resumed));
        killedIn("backup", true);
        asked.upgrade();
        assertThat(resumed).doesNotExist();
        killedIn("rehearsal", true);
        asked.upgrade();
        assertThat(resumed).exists();
    }
}
