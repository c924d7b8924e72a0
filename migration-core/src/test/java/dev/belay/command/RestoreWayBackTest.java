package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.backup.BackupCommand;
import dev.belay.backup.BackupMethod;
import dev.belay.outcome.Problem;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.server.UrlScratch;
import dev.belay.testing.TestBinaries;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Upgrades that have no way down, and are taken back with the backup. */
class RestoreWayBackTest extends TakenBackSuite {

    @BeforeEach
    void withoutAWayDown() {
        mayRestore();
        scenario.delete("U9__gate.sql").table("2", "phone");
    }

    @Test
    void theJournalKnowsTheEndOfTheStep() {
        assertThat(failed().state().orElseThrow()).contains("was restored from the backup");
        assertThat(scenario.query("SELECT step, result, finished_at IS NOT NULL FROM belay.run_step ORDER BY ordinal"))
                .contains("way back|done|t")
                .noneMatch(line -> line.contains("running"));
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
        assertThat(beside()).isEmpty();
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
    void anIndexThatWasNeverFinishedIsNoDifference() {
        scenario.superuser()
                .execute("CREATE INDEX half ON customer (name); UPDATE pg_index SET indisvalid = false"
                        + " WHERE indexrelid = 'half'::regclass");
        assertThat(failed().state().orElseThrow()).contains("was restored from the backup and is at version 1");
    }

    @Test
    void aBackupOfOnesOwnIsBroughtBackByItsCommand() {
        safeguards.method = BackupMethod.COMMAND;
        safeguards.command =
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
            safeguards.server = same -> UrlScratch.connect(scratch.connection("postgres"), scenario.told());
            scenario.discreet(() -> Upgrade.run(
                    new Upgrade.Request(scenario.request(), Targets.up(Optional.of("latest")), safeguards.get())));
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
