package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupMethod;
import dev.belay.backup.Swapped;
import dev.belay.backup.WritesSince;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport.Step;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaDiff;
import dev.belay.script.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The last resort: the backup, in the place of the database.
 *
 * @param own what the run's own scripts have written, which is no loss
 */
record RestoreWayBack(WayBack way, WritesSince own) {

    /** @param notByScripts why the way of scripts was not taken */
    WayBack.Taken take(Optional<Backup> backup, String notByScripts) {
        if (backup.isEmpty()) {
            return way.notTaken(Result.FAILED, notByScripts + ", and there is no backup");
        }
        if (backup.get().manifest().method() == BackupMethod.COMMAND) {
            return way.notTaken(
                    Result.FAILED,
                    notByScripts + ", and the backup is one of your own"
                            + backup.get()
                                    .manifest()
                                    .restoreCommand()
                                    .map(command -> ", to be brought back with: " + command)
                                    .orElse(""));
        }
        try {
            return way.steps().take(Step.WAY_BACK, () -> restore(backup.get(), notByScripts));
        } catch (BelayException e) {
            return notRestored(backup.get(), notByScripts, e.problem());
        }
    }

    /** The attempt may have ended this run's sessions. */
    private WayBack.Taken notRestored(Backup backup, String notByScripts, Problem why) {
        Optional<Version> now = FreshLook.version(way.request());
        String state = way.name() + " is in use as before, at version " + WayBack.words(now) + " (was "
                + WayBack.words(way.plan().before()) + "). It was not taken back with "
                + way.retreat().means() + ", since " + notByScripts
                + "; and not restored: " + why.what() + detailed(why);
        return new WayBack.Taken(
                Result.FAILED,
                now,
                state,
                Optional.of("mvn db:restore -Ddb.backup=" + backup.folder()
                        + "   brings it back to where it was before this run, when the cause is gone: " + why.next()),
                true);
    }

    private static String detailed(Problem why) {
        return why.details().isEmpty() ? "" : " (" + String.join("; ", why.details()) + ")";
    }

    private RunSteps.Ended<WayBack.Taken> restore(Backup backup, String notByScripts) {
        var restore = new SideRestore(
                way.request().connection(),
                way.guards().backup().flatMap(Safeguards.Backing::client),
                way.guards().backup().flatMap(Safeguards.Backing::key),
                way.database().run(),
                way.request().progress());
        SideRestore.Beside beside = restore.restore(backup);
        requireSchema(restore, beside);
        // the journal goes over with the rest; from here on this session of it ends
        way.steps().withoutJournal();
        Swapped swapped = restore.swap(
                beside,
                writes -> way.guards().acceptLoss() || writes.without(own).none());
        List<String> lost = swapped.writes().without(own).lines();
        if (!lost.isEmpty()) {
            way.steps().audit("accepted loss: " + String.join("; ", lost));
        }
        String state = way.name() + " was restored from the backup and is at version "
                + WayBack.words(way.plan().before()) + ", as before"
                + (lost.isEmpty() ? "; no data was lost" : "; lost, as accepted: " + String.join("; ", lost))
                + ". What it was before is kept as " + swapped.failed() + ".";
        var taken = new WayBack.Taken(Result.RESTORED, way.plan().before(), state, Optional.empty(), true);
        return RunSteps.Ended.warned(
                taken,
                String.format(
                        Locale.ROOT,
                        "restored from the backup, since %s; nobody could connect for %.1f s",
                        notByScripts,
                        swapped.unavailable().toMillis() / 1000.0),
                lost);
    }

    /** A restored schema that is not what it was shall not get in the place of one that nearly is. */
    private void requireSchema(SideRestore restore, SideRestore.Beside beside) {
        var sessions = new Sessions(way.request().progress());
        try (Connection side =
                sessions.open(beside.restored().settings(), way.database().run(), SessionRole.READ)) {
            SchemaDiff diff = SchemaDiff.between(
                    way.before().schema(),
                    SnapshotReader.read(side, Set.of(way.database().migrations().historyTable())));
            if (!diff.isEmpty()) {
                way.request().progress().warn("the restored schema differs: " + String.join("; ", diff.lines()));
            }
        } catch (SQLException e) {
            way.request().progress().detail("closing the session: " + e.getMessage());
        } catch (BelayException e) {
            restore.drop(beside);
            throw e;
        }
    }
}
