package dev.belay.command;

import dev.belay.backup.Backup;
import dev.belay.backup.BackupMethod;
import dev.belay.backup.Manifest;
import dev.belay.backup.TableCounters;
import dev.belay.command.Safeguards.Rehearsing;
import dev.belay.command.Safeguards.Rehearsing.Mode;
import java.util.Optional;

/** Whether a rehearsal works with a backup's rows, which restores it and so proves it. */
final class RehearsedRows {

    private RehearsedRows() {}

    /**
     * {@return whether a run's rehearsal is going to restore a backup}
     *
     * @param rehearsing empty where nothing is rehearsed
     */
    static boolean restore(Optional<Rehearsing> rehearsing, Backup backup) {
        return rehearsing
                .filter(asked -> whyNot(asked, Optional.of(backup)).isEmpty())
                .isPresent();
    }

    /** {@return why a rehearsal has no rows, for people; empty when it has those of the backup} */
    static Optional<String> whyNot(Rehearsing rehearsing, Optional<Backup> backup) {
        if (rehearsing.mode() == Mode.SCHEMA) {
            return Optional.of("db.rehearsal is schema: the rows were not rehearsed, and no duration is real");
        }
        Optional<Manifest> dump =
                backup.map(Backup::manifest).filter(manifest -> manifest.method() == BackupMethod.PG_DUMP);
        if (dump.isEmpty()) {
            return Optional.of(
                    "there is no dump that could be restored (db.backup.method=pg_dump makes one): the rows were"
                            + " not rehearsed");
        }
        TableCounters tables = dump.get().tables();
        return fit(rehearsing, tables)
                ? Optional.empty()
                : Optional.of("the tables are larger than db.rehearsal.maxSize (" + BackupStep.size(bytes(tables))
                        + "): the rows were not rehearsed, and no duration is real");
    }

    /** {@return whether a dump of these tables is small enough for its rows to be rehearsed} */
    static boolean fit(Rehearsing rehearsing, TableCounters tables) {
        return bytes(tables) <= rehearsing.maxBytes();
    }

    private static long bytes(TableCounters tables) {
        return tables.tables().stream().mapToLong(TableCounters.Table::bytes).sum();
    }
}
