package dev.belay.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.extensibility.AppliedMigration;

/**
 * What becomes of repeatable scripts when versions are taken back: each is to be as it was before the first of them.
 *
 * @param former those that were applied anew since, as they were before
 * @param standing those that were not, as they are; made again when an undo script drops what they made
 * @param unknown those to put back whose text was not kept, as the history names them
 * @param lost those not applied since whose text was not kept
 * @param staying those applied for the first time since: nothing takes them back
 */
record RepeatablesBack(
        List<AppliedRepeatable> former,
        List<AppliedRepeatable> standing,
        List<String> unknown,
        List<String> lost,
        List<String> staying) {

    static final RepeatablesBack NONE = new RepeatablesBack(List.of(), List.of(), List.of(), List.of(), List.of());

    /**
     * Looks at the history.
     *
     * @param rows all of it, in its order
     * @param since the rank of the first row that is taken back
     */
    static RepeatablesBack of(List<AppliedMigration> rows, int since, RepeatableTexts texts) {
        var back = new RepeatablesBack(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        byName(rows).values().forEach(own -> back.add(own, since, texts));
        return back;
    }

    private static Map<String, List<AppliedMigration>> byName(List<AppliedMigration> rows) {
        // in the order in which Flyway applies them
        Map<String, List<AppliedMigration>> byName = new TreeMap<>();
        for (AppliedMigration row : rows) {
            if (row.getVersion() != null || !row.isSuccess()) {
                continue;
            }
            if (row.getType() == CoreMigrationType.DELETE) {
                byName.remove(row.getDescription());
            } else if (row.getType() == CoreMigrationType.SQL) {
                byName.computeIfAbsent(row.getDescription(), name -> new ArrayList<>())
                        .add(row);
            }
        }
        return byName;
    }

    private void add(List<AppliedMigration> own, int since, RepeatableTexts texts) {
        AppliedMigration last = own.get(own.size() - 1);
        Optional<AppliedMigration> then =
                own.stream().filter(row -> row.getInstalledRank() < since).reduce((earlier, later) -> later);
        if (then.isEmpty()) {
            staying.add(last.getScript());
            return;
        }
        boolean same = Objects.equals(then.get().getChecksum(), last.getChecksum());
        texts.of(then.get())
                .ifPresentOrElse(
                        text -> (same ? standing : former).add(text),
                        () -> (same ? lost : unknown).add(last.getScript()));
    }

    /** {@return what people should know of it} */
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        unknown.forEach(script -> warnings.add(script + " has been applied anew since, and the text before that is not"
                + " kept in belay.script (plain Flyway applied it, or its placeholders had other values): it stays as it"
                + " is. If that does not go with the version, apply its former text by hand."));
        staying.forEach(script -> warnings.add(script + " was applied for the first time since: it stays, as no undo"
                + " script takes a repeatable one back."));
        return warnings;
    }
}
