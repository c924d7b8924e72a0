package dev.belay.migrate;

import dev.belay.outcome.HistoryEntry;
import dev.belay.outcome.HistoryEntry.State;
import dev.belay.outcome.HistoryEntry.Undo;
import dev.belay.script.Version;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.extensibility.AppliedMigration;
import org.flywaydb.core.internal.info.MigrationInfoImpl;

/**
 * Translates Flyway's {@code info} into our history.
 *
 * @param undoFiles versions for which the project has an undo script
 * @param undoKept versions for which one is kept in the database
 */
record HistoryReader(Collection<Version> undoFiles, Set<Version> undoKept) {

    List<HistoryEntry> read(FlywayScope scope) {
        var rows = scope.history().allAppliedMigrations();
        return Arrays.stream(scope.info().all())
                .map(info -> entry((MigrationInfoImpl) info, rows))
                .toList();
    }

    private HistoryEntry entry(MigrationInfoImpl info, List<AppliedMigration> rows) {
        var version = Optional.ofNullable(info.getVersion()).map(Object::toString);
        return new HistoryEntry(
                info.getInstalledRank() == null ? OptionalInt.empty() : OptionalInt.of(info.getInstalledRank()),
                version,
                info.getDescription(),
                info.getType().name(),
                info.getScript(),
                state(info, rows),
                info.getState().getDisplayName(),
                Optional.ofNullable(info.getInstalledOn()).map(date -> new Timestamp(date.getTime()).toLocalDateTime()),
                Optional.ofNullable(info.getInstalledBy()),
                info.getExecutionTime() == null ? OptionalInt.empty() : OptionalInt.of(info.getExecutionTime()),
                Optional.ofNullable(info.getChecksum()),
                undo(info));
    }

    private static State state(MigrationInfoImpl info, List<AppliedMigration> rows) {
        return switch (info.getState()) {
            case PENDING -> State.PENDING;
            // of a version, Flyway does not show this row
            case SUCCESS ->
                info.getType() == CoreMigrationType.DELETE
                        ? State.DELETED
                        : changed(info) ? State.CHANGED : State.APPLIED;
            case OUT_OF_ORDER -> changed(info) ? State.CHANGED : State.OUT_OF_ORDER;
            case FAILED, MISSING_FAILED, FUTURE_FAILED -> State.FAILED;
            case MISSING_SUCCESS -> State.MISSING;
            case FUTURE_SUCCESS -> State.FUTURE;
            case UNDONE -> State.UNDONE;
            case DELETED -> undone(info, rows) ? State.UNDONE : State.DELETED;
            case OUTDATED -> State.OUTDATED;
            case SUPERSEDED -> State.SUPERSEDED;
            case IGNORED -> State.IGNORED;
            case BASELINE -> State.BASELINE;
            case BELOW_BASELINE, BASELINE_IGNORED -> State.BELOW_BASELINE;
            case ABOVE_TARGET -> State.ABOVE_TARGET;
            case AVAILABLE -> State.PENDING;
        };
    }

    /** A repeatable whose text changed is outdated, which Flyway says itself. */
    private static boolean changed(MigrationInfoImpl info) {
        return info.getVersion() != null
                && info.getResolvedMigration() != null
                && info.getAppliedChecksum() != null
                && !info.getResolvedMigration().checksumMatches(info.getAppliedChecksum());
    }

    /** Both a downgrade and Flyway's repair write a row of type DELETE; only repair's has a checksum. */
    private static boolean undone(MigrationInfo info, List<AppliedMigration> rows) {
        return rows.stream()
                .filter(row -> row.getType() == CoreMigrationType.DELETE
                        && row.getInstalledRank() > info.getInstalledRank()
                        && (row.getVersion() == null
                                ? info.getVersion() == null
                                        && row.getDescription().equals(info.getDescription())
                                : row.getVersion().equals(info.getVersion())))
                .min(Comparator.comparingInt(AppliedMigration::getInstalledRank))
                .map(row -> row.getChecksum() == null)
                .orElse(false);
    }

    private Undo undo(MigrationInfoImpl info) {
        if (info.getVersion() == null
                || info.getState() == MigrationState.BASELINE
                || (undoFiles.isEmpty() && undoKept.isEmpty())) {
            return Undo.NONE;
        }
        Optional<Version> version = Version.parse(info.getVersion().getVersion());
        if (version.filter(undoFiles::contains).isPresent()) {
            return Undo.FILE;
        }
        return version.filter(undoKept::contains).isPresent() ? Undo.KEPT : Undo.NONE;
    }
}
