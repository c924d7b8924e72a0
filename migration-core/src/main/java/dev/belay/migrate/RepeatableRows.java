package dev.belay.migrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.extensibility.AppliedMigration;

/**
 * What a history says of repeatable scripts. Of the rows of type {@code DELETE}, those of Flyway's repair have a checksum
 * and forget a script; those of a downgrade have none, and say that an undo script has dropped what it had made.
 *
 * @param all each script's rows, in the order in which Flyway applies them
 * @param taken what was taken back, and has not been applied again
 */
record RepeatableRows(List<Own> all, List<TakenBack> taken) {

    /**
     * The rows of one script.
     *
     * @param applied at least one, in their order
     * @param dropped whether what it made is not there any more
     */
    record Own(List<AppliedMigration> applied, boolean dropped) {

        AppliedMigration last() {
            return applied.get(applied.size() - 1);
        }

        /** {@return the last row before a rank} */
        Optional<AppliedMigration> before(int rank) {
            return applied.stream().filter(row -> row.getInstalledRank() < rank).reduce((earlier, later) -> later);
        }
    }

    /** A version that was applied at one rank and taken back at another. */
    record TakenBack(int applied, int undone) {}

    /** @param rows all of the history, in its order */
    static RepeatableRows of(List<AppliedMigration> rows) {
        return new RepeatableRows(repeatables(rows), takenBack(rows));
    }

    private static List<Own> repeatables(List<AppliedMigration> rows) {
        Map<String, Own> byName = new TreeMap<>();
        for (AppliedMigration row : rows) {
            if (row.getVersion() == null && row.isSuccess()) {
                byName.compute(row.getDescription(), (name, own) -> next(own, row));
            }
        }
        return List.copyOf(byName.values());
    }

    private static Own next(Own own, AppliedMigration row) {
        if (row.getType() == CoreMigrationType.DELETE) {
            return own == null || row.getChecksum() != null ? null : new Own(own.applied(), true);
        }
        if (row.getType() != CoreMigrationType.SQL) {
            return own;
        }
        List<AppliedMigration> applied = own == null ? new ArrayList<>() : new ArrayList<>(own.applied());
        applied.add(row);
        return new Own(List.copyOf(applied), false);
    }

    private static List<TakenBack> takenBack(List<AppliedMigration> rows) {
        Map<MigrationVersion, AppliedMigration> inForce = new HashMap<>();
        Map<MigrationVersion, TakenBack> taken = new HashMap<>();
        for (AppliedMigration row : rows) {
            if (row.getVersion() == null || !row.isSuccess()) {
                continue;
            }
            if (row.getType() != CoreMigrationType.DELETE) {
                inForce.put(row.getVersion(), row);
                taken.remove(row.getVersion());
                continue;
            }
            AppliedMigration applied = inForce.remove(row.getVersion());
            if (applied != null && row.getChecksum() == null) {
                taken.put(row.getVersion(), new TakenBack(applied.getInstalledRank(), row.getInstalledRank()));
            }
        }
        return List.copyOf(taken.values());
    }

    /**
     * {@return the rank of the first version that was taken back although the script had been applied since, and has not
     * been put back: a downgrade was killed before it came to that; {@link Integer#MAX_VALUE} for none}
     */
    int since(Own own) {
        int last = own.last().getInstalledRank();
        return taken.stream()
                .filter(version -> version.applied() < last && last < version.undone())
                .mapToInt(TakenBack::applied)
                .min()
                .orElse(Integer.MAX_VALUE);
    }
}
