package dev.belay.command;

import dev.belay.backup.Backups;
import dev.belay.backup.Retention;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.RunId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Removes the backups whose time is over, once there is a new one. */
record OverdueBackups(Safeguards.Backing backing, DatabaseRequest database) {

    /**
     * {@return what was removed} That an old one stays is no failure of the new one.
     *
     * @param name the database's
     * @param needed runs that are not finished, whose backups stay
     */
    List<Path> remove(Backups backups, String name, RunId run, Set<RunId> needed) {
        try {
            return backups.prune(
                    backing.dir(),
                    database.connection(),
                    name,
                    new Retention(backing.keepDays(), needed),
                    run,
                    database.progress());
        } catch (BelayException e) {
            database.progress()
                    .warn("backups whose time is over were not removed: "
                            + e.problem().what());
            return List.of();
        }
    }
}
