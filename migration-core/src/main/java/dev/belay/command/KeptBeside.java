package dev.belay.command;

import dev.belay.backup.MaintenanceSession;
import dev.belay.backup.Manifest;
import dev.belay.backup.OwnDatabase;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.outcome.ShellWord;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.Quoted;
import dev.belay.postgres.Sessions;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A restored database that did not come into the place of the live one because something in the environment was in the way.
 * It took as long to make as the database is large: it stays, and people are told what it is.
 *
 * @param settings the live database
 */
record KeptBeside(SideRestore.Beside beside, ConnectionSettings settings, RunId run, Progress progress) {

    static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    /** Keeps it. {@return what became of it, as sentences with a blank before them; empty when it is not there any more} */
    String words() {
        var sessions = new Sessions(progress);
        try {
            return switch (OwnDatabase.keep(
                    MaintenanceSession.settings(sessions, settings, run), beside.database(), live(), run, sessions)) {
                case KEPT -> " " + contents() + inItsPlace() + away();
                case LEFT -> " " + beside.database() + " is dropped by the next goal.";
                case GONE -> "";
            };
        } catch (SQLException | BelayException e) {
            progress.detail("the database " + beside.database() + " was not marked as one to keep: " + e.getMessage());
            return " " + beside.database() + ", where it is still there, is dropped by the next goal.";
        }
    }

    private String live() {
        return settings.database().orElseThrow();
    }

    private String contents() {
        Manifest manifest = beside.backup().manifest();
        return beside.database() + " is kept: it has all of " + live() + " as of " + WHEN.format(manifest.started())
                + ", version " + manifest.migrationVersion().orElse("none") + ", and nothing that was written since.";
    }

    private String inItsPlace() {
        boolean encrypted = beside.backup().manifest().encrypted();
        String rest = ShellWord.of(beside.backup()
                        .folder()
                        .resolve(encrypted ? "database.sql.age" : "database.sql")
                        .toString())
                + (encrypted ? " (age)" : "");
        return " Where nobody is connected it takes the place with  BEGIN; ALTER DATABASE " + Quoted.name(live())
                + " RENAME TO " + Quoted.name(OwnDatabase.name(live(), "_before_" + run)) + "; ALTER DATABASE "
                + Quoted.name(beside.database()) + " RENAME TO " + Quoted.name(live())
                + "; COMMIT;  in another database; owner, privileges and settings are in " + rest
                + ", and the journal (schema belay) is as of then, too.";
    }

    private String away() {
        return " It goes with  DROP DATABASE " + Quoted.name(beside.database()) + ";";
    }
}
