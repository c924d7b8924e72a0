package dev.belay.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.backup.BackupMethod;
import dev.belay.command.MaintenanceWindow;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.command.Safeguards.WayOut;
import dev.belay.outcome.Environment;
import dev.belay.outcome.RefusalException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the environment makes of safeguards that nobody, or somebody, has asked for. */
class SafeguardParametersTest {

    @TempDir
    private Path folder;

    private Optional<String> method = Optional.empty();
    private Optional<String> command = Optional.empty();
    private Optional<String> rehearsal = Optional.empty();
    private boolean skipBackup;
    private boolean skipRehearsal;
    private boolean force;
    private Optional<String> onFailure = Optional.empty();
    private Optional<String> onInvalid = Optional.empty();

    private SafeguardParameters asked() {
        return new SafeguardParameters(
                method,
                Optional.of("backups"),
                30,
                Optional.empty(),
                Optional.empty(),
                command,
                Optional.empty(),
                Optional.empty(),
                rehearsal,
                "10 GB",
                Optional.empty(),
                skipBackup,
                skipRehearsal,
                force,
                onFailure,
                onInvalid,
                false,
                "300s",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"DEVELOPMENT,false,ROLLBACK", "STAGING,true,ROLLBACK", "PRODUCTION,true,STOP"})
    void unaskedEachEnvironmentHasItsSafeguards(Environment environment, boolean all, WayOut invalid) {
        SafeguardParameters asked = asked();
        assertThat(asked.backup(environment, folder).isPresent()).isEqualTo(all);
        assertThat(asked.rehearsalMode(environment)).isEqualTo(all ? Optional.of(Mode.SCRATCH) : Optional.empty());
        assertThat(asked.failure()).isEqualTo(WayOut.ROLLBACK);
        assertThat(asked.invalid(environment)).isEqualTo(invalid);
        assertThat(asked.audit(environment)).isEmpty();
        assertThat(asked.applyTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(asked.maxBytes()).isEqualTo(10_000_000_000L);
        assertThat(asked.longestLock()).isEmpty();
        assertThat(asked.longestLag()).isEmpty();
        assertThat(asked.health()).isEmpty();
        assertThat(asked.window(folder)).isEqualTo(new MaintenanceWindow(folder, Optional.empty(), Optional.empty()));
        asked.backup(environment, folder).ifPresent(backing -> {
            assertThat(backing.method()).isEqualTo(BackupMethod.AUTO);
            assertThat(backing.dir()).isEqualTo(folder.resolve("backups"));
            assertThat(backing.keepDays()).isEqualTo(30);
        });
    }

    @Test
    void inDevelopmentWhatIsNamedIsDone() {
        method = Optional.of("template");
        rehearsal = Optional.of("maybe");
        assertThatThrownBy(() -> asked().rehearsalMode(Environment.STAGING))
                .hasMessageContaining("Set it to one of scratch, same-server, schema, none.");
        rehearsal = Optional.of("same-server");
        assertThat(asked().backup(Environment.DEVELOPMENT, folder).orElseThrow().method())
                .isEqualTo(BackupMethod.TEMPLATE);
        assertThat(asked().rehearsalMode(Environment.DEVELOPMENT)).contains(Mode.SAME_SERVER);
    }

    @Test
    void aCommandIsTheMethodUnlessAnotherIsNamed() {
        command = Optional.of("snapshot {database}");
        assertThat(asked().backup(Environment.STAGING, folder).orElseThrow().method())
                .isEqualTo(BackupMethod.COMMAND);
        method = Optional.of("template");
        assertThat(asked().backup(Environment.STAGING, folder).orElseThrow().method())
                .isEqualTo(BackupMethod.TEMPLATE);
    }

    @Test
    void aBackupThatIsAskedForIsNotNone() {
        method = Optional.of("none");
        assertThatThrownBy(() -> asked().backing(Environment.STAGING, folder))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.backup.method is none, and a backup is asked for");
    }

    @ParameterizedTest
    @CsvSource({"skip,backup", "none,backup", "skip,rehearsal", "NONE,rehearsal"})
    void aSkipIsOnRecordAndInProductionNeedsForce(String how, String what) {
        boolean ofBackup = what.equals("backup");
        if (how.equals("skip")) {
            skipBackup = ofBackup;
            skipRehearsal = !ofBackup;
        } else if (ofBackup) {
            method = Optional.of(how);
        } else {
            rehearsal = Optional.of(how);
        }
        SafeguardParameters asked = asked();
        assertThat(asked.audit(Environment.STAGING)).containsExactly("skipped: the " + what);
        assertThat(asked.audit(Environment.DEVELOPMENT)).isEmpty();
        assertThatThrownBy(() -> asked.audit(Environment.PRODUCTION))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("production does not do without its safeguards (skipped: the " + what + ")")
                .hasMessageContaining("No database was touched.");
        force = true;
        assertThat(asked().audit(Environment.PRODUCTION)).containsExactly("skipped: the " + what);
        assertThat(asked().backup(Environment.PRODUCTION, folder).isPresent()).isEqualTo(!ofBackup);
        assertThat(asked().rehearsalMode(Environment.PRODUCTION).isPresent()).isEqualTo(ofBackup);
    }

    @Test
    void whatIsAskedForFollowsAFailure() {
        onFailure = Optional.of("stop");
        onInvalid = Optional.of("rollback");
        assertThat(asked().failure()).isEqualTo(WayOut.STOP);
        assertThat(asked().invalid(Environment.PRODUCTION)).isEqualTo(WayOut.ROLLBACK);
        onInvalid = Optional.of("undo");
        assertThatThrownBy(() -> asked().invalid(Environment.PRODUCTION))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.onInvalid is not known: undo");
    }
}
