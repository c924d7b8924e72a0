package dev.belay.command;

import static dev.belay.command.AskedSafeguards.GATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.backup.BackupCommand;
import dev.belay.backup.BackupMethod;
import dev.belay.outcome.Problem;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.server.UrlScratch;
import dev.belay.testing.TestBinaries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Upgrades that have no way down, and are taken back with the backup. */
class RestoreWayBackTest extends TakenBackSuite {

    @BeforeEach
    void withoutAWayDown() {
        scenario.mayRestore();
        scenario.delete("U9__gate.sql").table("2", "phone");
    }

    @Test
    void theJournalKnowsTheEndOfTheStep() {
        assertThat(failed().state().orElseThrow()).contains("was restored from the backup");
        assertThat(scenario.query("SELECT step, result, finished_at IS NOT NULL FROM belay.run_step ORDER BY ordinal"))
                .contains("way back|done|t")
                .noneMatch(line -> line.contains("running"));
    }

    /** The restored database has the journal as it was before its own end, with both attempts. */
    @Test
    void eachOfTwoWaysBackKeepsItsOwnEnd() {
        scenario.script("U9__gate.sql", "SELECT 1;").script("U2__create_phone.sql", GATE + " DROP TABLE phone;");
        assertThat(failed().state().orElseThrow()).contains("was restored from the backup");
        assertThat(scenario.query("SELECT result, words FROM belay.run_step WHERE step = 'way back' ORDER BY ordinal"))
                .satisfiesExactly(
                        scripts -> assertThat(scripts).startsWith("refused|").contains("the gate is closed"),
                        restore -> assertThat(restore)
                                .startsWith("done|restored from the backup, since the undo scripts failed: "));
        assertThat(scenario.query("SELECT count(*) FROM belay.run_step WHERE result = 'running'"))
                .containsExactly("0");
    }

    /** A column that is inherited from nobody, as no statement makes it, is another one when it is restored. */
    @Test
    void aRestoredSchemaThatIsAnotherDoesNotTakeThePlace() {
        scenario.superuser()
                .execute("UPDATE pg_attribute SET attinhcount = 1 WHERE attrelid = 'customer'::regclass"
                        + " AND attname = 'name'");
        Problem problem = failed();
        String name = scenario.database().name();
        assertThat(problem.state().orElseThrow())
                .contains(name + " is in use as before, at version 2 (was 1)")
                .contains("the restored schema is not what it was")
                .contains("column public.customer.name is another");
        assertThat(problem.next()).contains("mvn db:restore -Ddb.backup=");
        assertThat(scenario.beside()).isEmpty();
    }

    /** The server prints the check otherwise when it has been dumped and restored, and forgets the row type's privileges. */
    @Test
    void whatADumpBringsBackInAnotherWayIsNoReasonToStayWhereItIs() {
        scenario.execute("ALTER TABLE customer ADD CHECK (name IN ('a', 'b')) NOT VALID; REVOKE USAGE ON TYPE customer"
                + " FROM PUBLIC");
        assertThat(failed().state().orElseThrow()).contains("was restored from the backup and is at version 1");
        assertThat(scenario.told().warnings())
                .containsOnlyOnce("no backup brings this back as it was: privileges PUBLIC on type public.customer is"
                        + " missing");
    }

    @Test
    void whatNobodyMayLoseIsAskedForBeforeABackupIsRestored() throws SQLException {
        scenario.told().onStatement(statement -> {
            if (statement.summary().startsWith("DO")) {
                scenario.superuser().execute("INSERT INTO customer VALUES (2000, 'somebody')");
                scenario.superuser().execute(COUNTED);
            }
        });
        try (Connection application = scenario.database().connect()) {
            Problem problem = failed();
            assertThat(problem.state().orElseThrow())
                    .contains("is in use as before, at version 2 (was 1)")
                    .contains("a restore would lose them. (public.customer: 1 row written)");
            assertThat(application.isValid(60)).isTrue();
        }
        assertThat(scenario.beside()).isEmpty();
    }

    /** A session of a superuser is in the way, which the role of the run may not end. */
    @Test
    void aRestoreThatFailsAtItsEndLeavesBothAndSaysWhichIsWhich() throws SQLException {
        String name = scenario.database().name();
        Problem problem;
        try (Connection watching = scenario.superuser().connect()) {
            problem = failed();
            assertThat(watching.isValid(60)).isTrue();
        }
        String side = scenario.beside().get(0);
        String state = problem.state().orElseThrow();
        assertThat(problem.what()).contains("the gate is closed");
        assertThat(state)
                .startsWith(name + " is in use as before, at version 2 (was 1)")
                .contains("This role may not end all sessions in " + name)
                .contains(name + " is the database that was live before, and lets everybody in again; " + side
                        + " is the one that was restored.")
                .containsPattern(side + " is kept: it has all of " + name + " as of \\d{4}-\\d\\d-\\d\\d [0-9:]{8} UTC,"
                        + " version 1, and nothing that was written since");
        assertThat(problem.next()).startsWith("mvn db:restore -Ddb.backup=");

        scenario.upgrade("2"); // clears away what runs have left
        assertThat(scenario.beside()).containsExactly(side);

        Matcher renames = Pattern.compile("ALTER DATABASE \\S+ RENAME TO \\S+;").matcher(state);
        renames.results().forEach(rename -> scenario.maintenance().execute(rename.group()));
        assertThat(scenario.query("SELECT count(*) FROM customer")).containsExactly("1000");
        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.beside()).singleElement().asString().startsWith(name + "_before_");
    }

    @Test
    void whatIsKeptGoesWithTheCommandThatIsNamed() throws SQLException {
        Problem problem;
        try (Connection watching = scenario.superuser().connect()) {
            problem = failed();
            assertThat(watching.isValid(60)).isTrue();
        }
        Matcher drop =
                Pattern.compile("DROP DATABASE [^;]+;").matcher(problem.state().orElseThrow());
        assertThat(drop.find()).isTrue();
        scenario.execute(drop.group());
        assertThat(scenario.beside()).isEmpty();
    }

    /** Restored again and again, a database is away again and again, and leaves another one behind each time. */
    @Test
    void whatEndedInARestoreIsNotRunAgainUnforcedWhateverTheCause() throws SQLException {
        scenario.execute("CREATE TABLE other (id int)");
        scenario.script("V9__gate.sql", "SET lock_timeout = '200ms'; DROP TABLE other; RESET lock_timeout;")
                .script("V9__gate.sql.conf", "executeInTransaction=false");
        try (Connection holder = scenario.database().connect();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            scenario.told().onStatement(begun -> {
                if (begun.summary().startsWith("DROP")) {
                    try {
                        statement.execute("LOCK TABLE other IN SHARE MODE");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            Problem problem = failed();
            assertThat(problem.what()).contains("(SQLSTATE 55P03)");
            assertThat(problem.state().orElseThrow()).contains("was restored from the backup");
            assertThat(problem.next())
                    .contains("nothing in the scripts has to be corrected", "mvn db:upgrade -Ddb.force=true");
        }
        assertThat(failed().what()).contains("had to be taken back");
    }

    /** Behind the swap and before its end, a killed run has left the journal as it went over. */
    @Test
    void whatWasKilledBehindTheSwapIsNotRunAgainUnforcedEither() {
        assertThat(failed().state().orElseThrow()).contains("was restored from the backup");
        scenario.execute("UPDATE belay.run SET result = 'running', finished_at = NULL, version_after = NULL,"
                + " audit = '{}' WHERE result = 'restored';"
                + " UPDATE belay.run_step SET result = 'running', finished_at = NULL, words = NULL"
                + " WHERE step = 'way back'; DELETE FROM belay.run_step WHERE step = 'report'");
        Problem again = failed();
        assertThat(again.what()).contains("had to be taken back");
        assertThat(again.state()).contains("The database is unchanged.");
        assertThat(scenario.query("SELECT result, version_after, audit FROM belay.run ORDER BY started_at"))
                .last()
                .asString()
                .startsWith("restored|1|")
                .contains("was killed in its step way back; by then it had put the backup in the place of ");
        assertThat(scenario.beside()).hasSize(1);

        scenario.script("V9__gate.sql", "SELECT 1;");
        assertThat(asked.upgrade().versionAfter()).contains("9");
    }

    @Test
    void anIndexThatWasNeverFinishedIsNoDifference() {
        scenario.superuser()
                .execute("CREATE INDEX half ON customer (name); UPDATE pg_index SET indisvalid = false"
                        + " WHERE indexrelid = 'half'::regclass");
        assertThat(failed().state().orElseThrow()).contains("was restored from the backup and is at version 1");
    }

    @Test
    void aBackupOfOnesOwnIsBroughtBackByItsCommand() {
        asked.method = BackupMethod.COMMAND;
        asked.command =
                Optional.of(new BackupCommand("true", Optional.empty(), Optional.of("snapshots restore nightly")));
        Problem problem = failed();
        assertThat(problem.state().orElseThrow()).contains("the backup is one of your own");
        assertThat(problem.next()).isEqualTo("snapshots restore nightly");
    }

    @Test
    void rolesThatACopyNeededGoWithIt() {
        String role = scenario.database().name() + "_reader";
        scenario.superuser().execute("CREATE ROLE " + role + "; GRANT SELECT ON customer TO " + role);
        int major = scenario.database().major();
        try (EmbeddedPostgres scratch = EmbeddedPostgres.start(TestBinaries.throwaway(major))) {
            scenario.script("V9__gate.sql", "UPDATE customer SET name = upper(name) WHERE id > 0;")
                    .delete("V2__create_phone.sql");
            asked.server = same -> UrlScratch.connect(scratch.connection("postgres"), scenario.told());
            scenario.discreet(() -> Upgrade.run(
                    new Upgrade.Request(scenario.request(), Targets.up(Optional.of("latest")), asked.get())));
            assertThat(scenario.current().version()).contains("9");
            assertThat(new OwnServer(scratch, major)
                            .named("postgres")
                            .query("SELECT rolname FROM pg_roles WHERE rolname LIKE '"
                                    + scenario.database().name() + "%'"))
                    .isEmpty();
        } finally {
            scenario.superuser().execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }
}
