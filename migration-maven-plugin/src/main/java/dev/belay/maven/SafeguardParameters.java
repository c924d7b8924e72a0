package dev.belay.maven;

import dev.belay.backup.BackupCommand;
import dev.belay.backup.BackupKey;
import dev.belay.backup.BackupMethod;
import dev.belay.command.MaintenanceWindow;
import dev.belay.command.Safeguards.Backing;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.command.Safeguards.WayOut;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.server.ClientSource;
import dev.belay.validation.HealthCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The safeguards as they were asked for, and what the environment makes of them: development has those that somebody
 * names, staging and production all, production without a way round them but {@code db.force}.
 */
record SafeguardParameters(
        Optional<String> backupMethod,
        Optional<String> backupDir,
        int backupKeepDays,
        Optional<String> backupKey,
        Optional<String> backupClient,
        Optional<String> backupCommand,
        Optional<String> backupSuccess,
        Optional<String> backupRestore,
        Optional<String> rehearsal,
        String rehearsalMaxSize,
        Optional<String> maxLockTime,
        boolean skipBackup,
        boolean skipRehearsal,
        boolean force,
        Optional<String> onFailure,
        Optional<String> onInvalid,
        boolean acceptLoss,
        String timeout,
        Optional<String> maxReplicaLag,
        Optional<String> before,
        Optional<String> after,
        Optional<String> healthUrl) {

    private static final String NONE = "none";

    /** {@return the backup; empty for none} */
    Optional<Backing> backup(Environment environment, Path folder) {
        boolean wanted = environment != Environment.DEVELOPMENT || backupMethod.isPresent();
        if (!wanted || skipsBackup()) {
            return Optional.empty();
        }
        return Optional.of(backing(environment, folder));
    }

    /** {@return how backups are made and where they are, whether one is made or not} */
    Backing backing(Environment environment, Path folder) {
        if (isNone(backupMethod)) {
            throw new RefusalException(Problem.of(
                            "db.backup.method is none, and a backup is asked for",
                            "leave it out, or name another: -Ddb.backup.method=auto")
                    .withState("The database is unchanged."));
        }
        return new Backing(
                method(),
                dir(environment, folder),
                backupKeepDays,
                backupKey.map(setting -> BackupKey.read(setting, System.getenv())),
                client(folder),
                backupCommand.map(line -> new BackupCommand(line, backupSuccess.map(this::pattern), backupRestore)));
    }

    /** {@return where pg_dump and pg_restore come from, when somebody named it} */
    Optional<ClientSource> client(Path folder) {
        return backupClient.map(setting -> ClientSource.of(setting, folder));
    }

    private BackupMethod method() {
        if (backupMethod.isEmpty() && backupCommand.isPresent()) {
            return BackupMethod.COMMAND;
        }
        return Choice.of("db.backup.method", backupMethod, BackupMethod.AUTO);
    }

    private Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new RefusalException(
                    Problem.of("db.backup.success is no pattern: " + e.getDescription(), "Correct it."));
        }
    }

    /** {@return where backups are} */
    Path dir(Environment environment, Path folder) {
        Optional<String> named = backupDir
                .or(() -> Optional.ofNullable(System.getenv("BACKUP_DIR")))
                .filter(text -> !text.isBlank());
        if (named.isEmpty() && environment == Environment.PRODUCTION) {
            throw new RefusalException(Problem.of(
                            "production needs to be told where backups are kept",
                            "-Ddb.backup.dir=<folder>, or the variable BACKUP_DIR; for a database that is none of"
                                    + " production: -Ddb.environment=staging or development")
                    .withState("No database was touched."));
        }
        return named.map(folder::resolve)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".belay", "backups"));
    }

    private boolean skipsBackup() {
        return skipBackup || isNone(backupMethod);
    }

    private boolean skipsRehearsal() {
        return skipRehearsal || isNone(rehearsal);
    }

    private static boolean isNone(Optional<String> choice) {
        return choice.filter(NONE::equalsIgnoreCase).isPresent();
    }

    /** {@return on what scripts are rehearsed; empty for nothing} */
    Optional<Mode> rehearsalMode(Environment environment) {
        boolean wanted = environment != Environment.DEVELOPMENT || rehearsal.isPresent();
        if (!wanted || skipsRehearsal()) {
            return Optional.empty();
        }
        return Optional.of(Choice.of(
                "db.rehearsal", rehearsal.map(word -> word.replace('_', '-')), Mode.SCRATCH, '-', List.of(NONE)));
    }

    long maxBytes() {
        return Amounts.size("db.rehearsal.maxSize", rehearsalMaxSize);
    }

    Optional<Duration> longestLock() {
        return maxLockTime.map(text -> Amounts.time("db.maxLockTime", text));
    }

    Optional<Duration> longestLag() {
        return maxReplicaLag.map(text -> Amounts.time("db.maxReplicaLag", text));
    }

    Duration applyTimeout() {
        return Amounts.time("db.timeout", timeout);
    }

    WayOut failure() {
        return Choice.of("db.onFailure", onFailure, WayOut.ROLLBACK);
    }

    WayOut invalid(Environment environment) {
        return Choice.of(
                "db.onInvalid", onInvalid, environment == Environment.PRODUCTION ? WayOut.STOP : WayOut.ROLLBACK);
    }

    MaintenanceWindow window(Path folder) {
        return new MaintenanceWindow(folder, before, after);
    }

    Optional<HealthCheck> health() {
        return healthUrl.map(url -> HealthCheck.parse(url, HealthCheck.PATIENCE));
    }

    /**
     * {@return what is on record: the skips, and what was asked for in vain}
     *
     * @throws RefusalException when production does not allow one
     */
    List<String> audit(Environment environment) {
        var audit = new ArrayList<String>();
        if (maxLockTime.isPresent() && rehearsalMode(environment).isEmpty()) {
            audit.add("db.maxLockTime was not checked: nothing is rehearsed");
        }
        if (environment == Environment.DEVELOPMENT) {
            return audit;
        }
        if (skipsBackup()) {
            audit.add("skipped: the backup");
        }
        if (skipsRehearsal()) {
            audit.add("skipped: the rehearsal");
        }
        if (environment == Environment.PRODUCTION && !audit.isEmpty() && !force) {
            throw new RefusalException(Problem.of(
                            "production does not do without its safeguards (" + String.join(", ", audit) + ")",
                            "leave the skip out; or add -Ddb.force=true, which is kept on record")
                    .withState("No database was touched."));
        }
        return audit;
    }
}
