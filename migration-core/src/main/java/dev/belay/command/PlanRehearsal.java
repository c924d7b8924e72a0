package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupMethod;
import dev.belay.backup.Backups;
import dev.belay.command.Safeguards.Rehearsing;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import dev.belay.migrate.PreviewPlan;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.RehearsalFigures;
import dev.belay.rehearsal.Rehearsal;
import dev.belay.rehearsal.Rehearsal.Copy;
import dev.belay.script.Version;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A rehearsal for whoever reviews a plan. The database is not even dumped for it: rows are those of the newest backup that
 * was made at the same version, else there are none.
 *
 * @param guards say how to rehearse, and where backups are
 */
record PlanRehearsal(Safeguards guards, DatabaseRequest database) {

    /**
     * {@return what it has shown; empty when nobody asked for one, or it could not be had}
     *
     * @param rehearse does it on a copy
     * @param warnings hears what the figures lack, and what failed
     */
    Optional<RehearsalFigures> of(
            PreviewPlan plan, OpenDatabase open, Function<Copy, Rehearsal.Result> rehearse, List<String> warnings) {
        if (guards.rehearsal().isEmpty()) {
            return Optional.empty();
        }
        try {
            Rehearsing asked = guards.rehearsal().get();
            Optional<Backup> rows = asked.mode() == Mode.SCHEMA ? Optional.empty() : backup(plan, open);
            // the database's own server is no place for a mere look
            var rehearsing = new Rehearsing(
                    rows.isEmpty() ? Mode.SCHEMA : Mode.SCRATCH, asked.server(), asked.maxBytes(), asked.maxLockTime());
            Rehearsal.Result result = new RehearsalCopies(rehearsing, guards, database, open).with(rows, rehearse);
            warnings.add(rows.map(backup -> "rehearsed with the rows of the backup "
                            + backup.folder().getFileName())
                    .orElse("rehearsed without rows: no duration is real"));
            result.failures().forEach(failure -> warnings.add("the rehearsal failed: " + failure));
            result.warnings().forEach(left -> warnings.add("the rehearsal left: " + left));
            return Optional.of(result.figures());
        } catch (BelayException e) {
            warnings.add("the scripts were not rehearsed: " + e.problem().what());
            return Optional.empty();
        }
    }

    private Optional<Backup> backup(PreviewPlan plan, OpenDatabase open) {
        Optional<String> version = plan.before().map(Version::toString);
        return guards.backup().stream()
                .flatMap(backing -> new Backups()
                        .list(backing.dir(), Optional.of(open.target().database())).stream())
                .flatMap(entry -> entry.backup().stream())
                .filter(backup -> backup.manifest().method() == BackupMethod.PG_DUMP
                        && backup.manifest()
                                .server()
                                .equals(database.connection().server())
                        && backup.manifest().migrationVersion().equals(version))
                .findFirst();
    }
}
