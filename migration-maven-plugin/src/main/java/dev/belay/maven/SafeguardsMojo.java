package dev.belay.maven;

import dev.belay.command.DatabaseRequest;
import dev.belay.command.Preview;
import dev.belay.migrate.PreviewGoal;
import dev.belay.outcome.PreviewOutcome;
import dev.belay.outcome.Progress;
import dev.belay.report.PreviewText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** A goal that changes a database, with what keeps that safe. */
abstract class SafeguardsMojo extends ScratchMojo {

    /** The git ref that a check compares with, as for the goal check. */
    @Parameter(property = "db.base")
    private String base;

    /** The lowest severity of a finding that forbids the run: low, medium, high or never. In production high always does. */
    @Parameter(property = "db.failOn", defaultValue = "high")
    private String failOn;

    /** For a rule's name: off, low, medium or high; typed as {@code -Ddb.rules.name=off}. */
    @Parameter
    private Map<String, String> rules;

    /** How the backup is made: auto, pg_dump, template, command, or none. */
    @Parameter(property = "db.backup.method")
    private String backupMethod;

    /** Where backups are kept; by default {@code BACKUP_DIR}, else {@code ~/.belay/backups}. Required in production. */
    @Parameter(property = "db.backup.dir")
    private String backupDir;

    /** For how many days backups are kept. */
    @Parameter(property = "db.backup.keepDays", defaultValue = "30")
    private String backupKeepDays;

    /** Encrypts the backup: a file with an age identity, or {@code env:NAME}. */
    @Parameter(property = "db.backup.key")
    private String backupKey;

    /**
     * The folder of pg_dump and pg_restore, or a container image that has them, such as {@code postgres:17}; by default
     * they are looked for, and taken from the official image where none are installed.
     */
    @Parameter(property = "db.backup.client")
    private String backupClient;

    /** For the method command: the command, with {@code {database} {host} {port} {user} {run} {dir}}. */
    @Parameter(property = "db.backup.command")
    @SuppressWarnings("unused") // as url
    private PlexusConfiguration backupCommand;

    /** For the method command: a pattern that its output has to contain. */
    @Parameter(property = "db.backup.success")
    private String backupSuccess;

    /** For the method command: how to bring the backup back, for people. */
    @Parameter(property = "db.backup.restore")
    @SuppressWarnings("unused") // as url
    private PlexusConfiguration backupRestore;

    /** On what scripts are rehearsed: scratch, same-server, schema, or none. */
    @Parameter(property = "db.rehearsal")
    private String rehearsal;

    /** Of a larger database only the schema is rehearsed. */
    @Parameter(property = "db.rehearsal.maxSize", defaultValue = "10 GB")
    private String rehearsalMaxSize;

    /** Refuses a run whose rehearsal locked a table against writes for longer, such as {@code 2s}. */
    @Parameter(property = "db.maxLockTime")
    private String maxLockTime;

    /** Makes no backup. In production only together with {@code db.force}. */
    // read by DeclaredConfiguration: what is typed counts before the POM, and "yes" must not mean no
    @Parameter(property = "db.skipBackup", defaultValue = "false")
    @SuppressWarnings("unused")
    private String skipBackup;

    /** Rehearses nothing. In production only together with {@code db.force}. */
    // read by DeclaredConfiguration, as skipBackup
    @Parameter(property = "db.skipRehearsal", defaultValue = "false")
    @SuppressWarnings("unused")
    private String skipRehearsal;

    /** Goes on although the check or the rehearsal failed, or a skip is not allowed. Every use is on record. */
    // read by DeclaredConfiguration, as skipBackup
    @Parameter(property = "db.force", defaultValue = "false")
    @SuppressWarnings("unused")
    private String force;

    /** What follows a failed apply: rollback or stop. */
    @Parameter(property = "db.onFailure", defaultValue = "rollback")
    private String onFailure;

    /** What follows a failed validation: stop or rollback; by default stop in production, else rollback. */
    @Parameter(property = "db.onInvalid")
    private String onInvalid;

    /**
     * An unattended restore may discard what was written since the backup; and a downgrade in production may take rows and
     * values away for good.
     */
    // read by DeclaredConfiguration, as skipBackup
    @Parameter(property = "db.acceptLoss", defaultValue = "false")
    @SuppressWarnings("unused")
    private String acceptLoss;

    /** For the whole apply, such as {@code 300s}; 0 for no limit. */
    @Parameter(property = "db.timeout", defaultValue = "300s")
    private String timeout;

    /** Refuses a run while a replica is further behind, such as {@code 10s}. */
    @Parameter(property = "db.maxReplicaLag")
    private String maxReplicaLag;

    /** A command that is run before the apply: it stops traffic. */
    @Parameter(property = "db.before")
    @SuppressWarnings("unused") // as url
    private PlexusConfiguration before;

    /** A command that is run after the apply in every case: it lets traffic in again. */
    @Parameter(property = "db.after")
    @SuppressWarnings("unused") // as url
    private PlexusConfiguration after;

    /** Has to answer 2xx after the apply. */
    @Parameter(property = "db.healthUrl")
    @SuppressWarnings("unused") // as url
    private PlexusConfiguration healthUrl;

    /** Told by POST of start, success, failure and rollback. */
    @Parameter(property = "db.webhook")
    @SuppressWarnings("unused") // as url
    private PlexusConfiguration webhook;

    /** The webhook hears of a run that takes longer, such as {@code 10 min}. */
    @Parameter(property = "db.warnAfter")
    private String warnAfter;

    /** Where a log of each run is kept; by default the folder {@code logs} among the reports. */
    @Parameter(property = "db.log")
    private String log;

    private Progress voices;

    /** {@return what makes the safeguards of a run on this database} */
    final SafeguardsOf safeguards(Goal goal, ProjectScripts scripts, DatabaseRequest database) {
        var typed = new TypedParameters(goal);
        return new SafeguardsOf(
                goal,
                scripts,
                database,
                asked(goal),
                checks(goal),
                major -> scratch(goal, typed)
                        .request(
                                goal,
                                scratchMajor(goal).orElse(major),
                                scripts.project(),
                                Optional.of(database),
                                binaries(goal),
                                progress(goal)),
                assertions(goal, scripts),
                logs(goal),
                runReports(goal));
    }

    /** {@return where runs keep their logs and journals} */
    final Path logs(Goal goal) {
        return new TypedParameters(goal)
                .text("db.log", log)
                .map(goal.baseDirectory()::resolve)
                .orElseGet(() -> goal.reports().resolve("logs"));
    }

    /** {@return what a dry run shows} */
    final GoalResult preview(Goal goal, ProjectScripts scripts, DatabaseRequest database, PreviewGoal shown) {
        SafeguardsOf safeguards = safeguards(goal, scripts, database);
        PreviewOutcome outcome = Preview.run(new Preview.Request(
                database,
                shown,
                goal.reports().resolve(Reports.PREVIEW),
                Optional.of(safeguards.checking().request()),
                safeguards.forPlan()));
        return GoalResult.of(outcome, PreviewText.lines(outcome, style()));
    }

    /** {@return what was asked for, as it was written} */
    final SafeguardParameters asked(Goal goal) {
        var typed = new TypedParameters(goal);
        var hidden = new DeclaredConfiguration(goal);
        return new SafeguardParameters(
                typed.text("db.backup.method", backupMethod),
                typed.text("db.backup.dir", backupDir),
                keepDays(typed),
                typed.text("db.backup.key", backupKey),
                typed.text("db.backup.client", backupClient),
                hidden.text("backupCommand", "db.backup.command"),
                typed.text("db.backup.success", backupSuccess),
                hidden.text("backupRestore", "db.backup.restore"),
                typed.text("db.rehearsal", rehearsal),
                typed.text("db.rehearsal.maxSize", rehearsalMaxSize).orElse("10 GB"),
                typed.text("db.maxLockTime", maxLockTime),
                Choice.truth("db.skipBackup", hidden.value("skipBackup")),
                Choice.truth("db.skipRehearsal", hidden.value("skipRehearsal")),
                Choice.truth("db.force", hidden.value("force")),
                typed.text("db.onFailure", onFailure),
                typed.text("db.onInvalid", onInvalid),
                Choice.truth("db.acceptLoss", hidden.value("acceptLoss")),
                typed.text("db.timeout", timeout).orElse("300s"),
                typed.text("db.maxReplicaLag", maxReplicaLag),
                hidden.text("before", "db.before"),
                hidden.text("after", "db.after"),
                hidden.text("healthUrl", "db.healthUrl"));
    }

    private int keepDays(TypedParameters typed) {
        return Amounts.days(
                "db.backup.keepDays",
                typed.text("db.backup.keepDays", backupKeepDays).orElse("30"));
    }

    private CheckParameters checks(Goal goal) {
        var typed = new TypedParameters(goal);
        return new CheckParameters(
                typed.text("db.base", base), typed.family("db.rules.", rules), typed.text("db.failOn", failOn));
    }

    @Override
    final GoalResult run(Goal goal, ProjectScripts scripts) {
        if (!goal.changesDatabase()) {
            return change(goal, scripts);
        }
        var typed = new TypedParameters(goal);
        try (var heard = RunVoices.open(
                goal,
                super.progress(goal),
                logs(goal),
                new DeclaredConfiguration(goal).text("webhook", "db.webhook"),
                typed.text("db.warnAfter", warnAfter),
                keepDays(typed))) {
            voices = heard.progress();
            return heard.hearing(goal, () -> change(goal, scripts));
        } finally {
            voices = null;
        }
    }

    /** Runs the goal; all that it says is heard by the log and the webhook too. */
    abstract GoalResult change(Goal goal, ProjectScripts scripts);

    @Override
    Progress progress(Goal goal) {
        return voices == null ? super.progress(goal) : voices;
    }
}
