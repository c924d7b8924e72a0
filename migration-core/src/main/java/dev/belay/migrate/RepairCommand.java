package dev.belay.migrate;

import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.extensibility.AppliedMigration;
import org.flywaydb.core.internal.command.DbRepair;

/** Flyway's own repair of the history, in one transaction. */
record RepairCommand(FlywayScope scope) {

    /** {@return what it did to each row, a line each: Flyway's own result does not say what of a row it has changed} */
    List<String> repair() {
        Map<Row, AppliedMigration> before = rows();
        new DbRepair(scope.database(), scope.resolver(), scope.history(), scope.callbacks(), scope.configuration())
                .repair();
        Map<Row, AppliedMigration> after = rows();
        var done = new ArrayList<String>();
        before.forEach((key, row) -> {
            AppliedMigration now = after.get(key);
            if (now == null) {
                done.add(name(row) + ": its row, which said that it failed, was deleted");
            } else {
                changed(row, now, done);
            }
        });
        after.forEach((key, row) -> {
            if (!before.containsKey(key)) {
                done.add(name(row) + ": marked as deleted by a row of its own, its script being gone");
            }
        });
        return done;
    }

    /** A row: the rank of one that is deleted is given to the next that is added. */
    private record Row(int rank, Date installedOn) {}

    private Map<Row, AppliedMigration> rows() {
        scope.history().clearCache();
        var rows = new LinkedHashMap<Row, AppliedMigration>();
        scope.history()
                .allAppliedMigrations()
                .forEach(row -> rows.put(new Row(row.getInstalledRank(), row.getInstalledOn()), row));
        return rows;
    }

    private static void changed(AppliedMigration before, AppliedMigration now, List<String> done) {
        var changes = new ArrayList<String>();
        change("its checksum", before.getChecksum(), now.getChecksum(), changes);
        change("its description", before.getDescription(), now.getDescription(), changes);
        change("its type", before.getType(), now.getType(), changes);
        if (!changes.isEmpty()) {
            done.add(name(before) + ": " + String.join("; ", changes));
        }
    }

    private static void change(String what, Object before, Object now, List<String> changes) {
        if (!Objects.equals(before, now)) {
            changes.add(what + " was " + shown(before) + ", and is that of the script now, " + shown(now));
        }
    }

    private static String shown(Object value) {
        if (value == null) {
            return "none";
        }
        return value instanceof String text ? '"' + text + '"' : value.toString();
    }

    private static String name(AppliedMigration row) {
        return row.getScript() == null || row.getScript().isBlank()
                ? "version " + row.getVersion() + " (" + row.getDescription() + ")"
                : row.getScript();
    }
}
