package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.outcome.RunReport.Result;
import java.util.Optional;

/** The last resort: the backup. */
record RestoreWayBack(WayBack way) {

    /** @param notDown why the undo scripts were not taken */
    WayBack.Taken take(Optional<Backup> backup, String notDown) {
        if (backup.isEmpty()) {
            return way.notTaken(Result.FAILED, notDown + ", and there is no backup");
        }
        return way.notTaken(Result.FAILED, notDown);
    }
}
