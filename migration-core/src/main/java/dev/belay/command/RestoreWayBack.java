package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupMethod;
import dev.belay.backup.Swapped;
import dev.belay.backup.WritesSince;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.ShellWord;
import dev.belay.outcome.StepReport.Step;
import dev.belay.postgres.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The last resort: the backup, in the place of the database.
 *
 * @param others takes off what the run's own scripts have written, which is no loss
 */
record RestoreWayBack(WayBack way, UnaryOperator<WritesSince> others) {

    /** @param notByScripts why the way of scripts was not taken */
    WayBack.Taken take(Optional<Backup> backup, String notByScripts) {
        if (backup.isEmpty()) {
            return way.notTaken(Result.FAILED, notByScripts + ", and there is no backup");
        }
        Optional<String> byHand = backup.get().manifest().restoreCommand();
        if (backup.get().manifest().method() == BackupMethod.COMMAND) {
            return way.notTaken(Result.FAILED, notByScripts + ", and the backup is one of your own")
                    .withNext(byHand.orElse("bring your backup back as your provider says"));
        }
        try {
            return way.steps().take(Step.WAY_BACK, () -> restore(backup.get(), notByScripts));
        } catch (BelayException e) {
            return notRestored(backup.get(), notByScripts, e.problem());
        }
    }

    /** The attempt may have ended this run's sessions. */
    private WayBack.Taken notRestored(Backup backup, String notByScripts, Problem why) {
        Optional<String> seen = FreshLook.words(way.request());
        String before = " (was " + WayBack.words(way.plan().before()) + "). ";
        String state = seen.map(version -> way.name() + inUse(version) + ", at version " + version + before)
                        .orElse("Whether " + way.name() + " lets anybody in, and at which version it is, is not known"
                                + before)
                + "It was not taken back with " + way.retreat().means() + ", since " + notByScripts
                + "; and not restored: " + why.what()
                + detailed(why)
                + why.state().map(known -> ". " + known).orElse("");
        String again =
                "mvn db:restore -Ddb.backup=" + ShellWord.of(backup.folder().toString())
                        + "   brings it back to where it was before this run; before that: " + why.next();
        String open = "if it lets nobody in, as its owner, in another database: ALTER DATABASE "
                + Quoted.name(way.name()) + " ALLOW_CONNECTIONS true;   then ";
        return new WayBack.Taken(
                Result.FAILED,
                FreshLook.version(way.request()),
                state,
                Optional.of(seen.isPresent() ? again : open + again),
                true);
    }

    /** At the same version it is not as it was either: else there would have been nothing to take back. */
    private String inUse(String version) {
        return version.equals(WayBack.words(way.plan().before()))
                ? " is in use, but not as it was"
                : " is in use as before";
    }

    private static String detailed(Problem why) {
        return why.details().isEmpty() ? "" : " (" + String.join("; ", why.details()) + ")";
    }

    private RunSteps.Ended<WayBack.Taken> restore(Backup backup, String notByScripts) {
        var restore = new SideRestore(
                way.request().connection(),
                way.guards().backup().flatMap(Safeguards.Backing::client),
                way.guards().backup().flatMap(Safeguards.Backing::key),
                false,
                way.database().run(),
                way.request().progress());
        restore.requireAccepted(backup, others, loss -> way.guards().acceptLoss());
        SideRestore.Beside beside = restore.restore(backup);
        // the journal goes over with the rest; from here on this session of it ends
        way.steps().withoutJournal();
        Swapped swapped = restore.swap(beside, others, loss -> way.guards().acceptLoss());
        List<String> lost = swapped.writes().lines();
        if (!lost.isEmpty()) {
            way.steps().audit("accepted loss: " + String.join("; ", lost));
        }
        String state = way.name() + " was restored from the backup and is at version "
                + WayBack.words(way.plan().before()) + ", as before"
                + (lost.isEmpty()
                        ? "; no row that others wrote since the backup was found"
                        : "; lost, as accepted: " + String.join("; ", lost))
                + ". What it was before is kept as " + swapped.failed() + ".";
        var taken = new WayBack.Taken(Result.RESTORED, way.plan().before(), state, Optional.empty(), true);
        return RunSteps.Ended.warned(
                taken,
                String.format(
                        Locale.ROOT,
                        "restored from the backup, since %s; nobody could connect for %.1f s",
                        notByScripts,
                        swapped.unavailable().toMillis() / 1000.0),
                Stream.concat(lost.stream(), beside.unavoidable().stream()).toList());
    }
}
