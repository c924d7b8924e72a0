package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.backup.BackupCommand;
import dev.belay.backup.BackupMethod;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.StepReport;
import dev.belay.outcome.StepReport.Step;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.server.ClientSource;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.ShellProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A backup is proved before anything changes: by the rehearsal that restores it, else by reading it back. */
@ExtendWith(PostgresExtension.class)
@Timeout(600)
class BackupProofTest extends DatabaseSuite {

    @TempDir
    Path folder;

    private AskedSafeguards asked;

    @BeforeEach
    void prepare() {
        asked = AskedSafeguards.withDump(scenario, folder.resolve("backups"));
        asked.check = false;
        scenario.script("V1__base.sql", "CREATE TABLE customer (id int PRIMARY KEY);")
                .script("U1__base.sql", "DROP TABLE customer;");
        scenario.upgrade();
        scenario.mail();
    }

    private StepReport backup(UpgradeOutcome outcome) {
        return outcome.steps().stream()
                .filter(report -> report.step() == Step.BACKUP)
                .findFirst()
                .orElseThrow();
    }

    /** A pg_dump that ends well, and whose table of contents is cut off: what a disk may do that lies. */
    private void withLyingDump() throws IOException {
        Path real = PostgresClient.find().orElseThrow().folder();
        Path client = Files.createDirectories(folder.resolve("client"));
        ShellProgram.write(client.resolve("pg_restore"), "exec " + real.resolve("pg_restore") + " \"$@\"");
        ShellProgram.write(
                client.resolve("pg_dump"),
                real.resolve("pg_dump") + " \"$@\" || exit; for word in \"$@\"; do case \"$word\" in --file=*)"
                        + " printf PGDMP >\"${word#--file=}/toc.dat\";; esac; done");
        asked.client = Optional.of(new ClientSource.Folder(client));
    }

    private void assertRefused() {
        Problem problem = problem(EnvironmentException.class, asked::upgrade);
        assertThat(problem.what()).isEqualTo("the backup that was just made cannot be used");
        assertThat(problem.details()).singleElement().asString().startsWith("pg_restore cannot read it: ");
        assertThat(problem.state()).contains("The database is unchanged.");
        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.query("SELECT step FROM belay.run_step ORDER BY ordinal"))
                .endsWith("backup", "report");
    }

    @Test
    void whatARehearsalRestoresIsNotReadTwice() {
        assertThat(backup(asked.upgrade()).words()).endsWith("; the rehearsal restores it");
    }

    @Test
    void withoutARehearsalItIsReadBack() throws IOException {
        asked.rehearsal = Optional.empty();
        withLyingDump();
        assertRefused();
        asked.client = Optional.empty();
        assertThat(backup(asked.upgrade()).words()).endsWith(", verified");
    }

    @Test
    void whereOnlyTheSchemaIsRehearsedItIsReadBack() throws IOException {
        asked.rehearsal = Optional.of(Mode.SCHEMA);
        withLyingDump();
        assertRefused();
        asked.client = Optional.empty();
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(backup(outcome).words()).endsWith(", verified");
        assertThat(outcome.rehearsal().orElseThrow().withData()).isFalse();
    }

    @Test
    void aboveTheLargestSizeItIsReadBackAndTheRowsAreNotRehearsed() throws IOException {
        scenario.execute("INSERT INTO customer SELECT generate_series(1, 1000)");
        asked.maxBytes = 8192;
        withLyingDump();
        assertRefused();
        asked.client = Optional.empty();
        UpgradeOutcome outcome = asked.upgrade();
        assertThat(backup(outcome).words()).endsWith(", verified");
        assertThat(outcome.rehearsal().orElseThrow().withData()).isFalse();
        assertThat(outcome.steps())
                .filteredOn(report -> report.step() == Step.REHEARSAL)
                .flatExtracting(StepReport::details)
                .singleElement()
                .asString()
                .startsWith("the tables are larger than db.rehearsal.maxSize (");
    }

    @Test
    void aBackupOfOnesOwnIsNotCalledVerified() {
        asked.rehearsal = Optional.empty();
        asked.method = BackupMethod.COMMAND;
        asked.command = Optional.of(new BackupCommand("true", Optional.empty(), Optional.of("bring it back")));
        assertThat(backup(asked.upgrade()).words()).doesNotContain("verified");
    }
}
