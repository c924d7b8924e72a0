package dev.belay.undo;

import dev.belay.difference.Columns.Column;
import dev.belay.difference.SchemaState;
import dev.belay.postgres.TypeWidening;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind;
import dev.belay.script.WrittenTables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an undo script cannot bring back, and what would keep it.
 *
 * @param script the versioned script's name
 * @param kinds what its statements do
 * @param before the schema before it
 * @param after the schema after it
 * @param trial of the undo script
 */
record Remarks(String script, List<StatementKind> kinds, SchemaState before, SchemaState after, Trial trial) {

    /** {@return a sentence or two each; empty when everything comes back} */
    List<String> sentences() {
        var sentences = new ArrayList<String>();
        dropped(sentences);
        narrowed(sentences);
        changed(sentences);
        enums(sentences);
        boolean moved = trial.difference()
                .filter(difference -> difference.differences().stream().anyMatch(it -> it.isPlaceOnly()))
                .isPresent();
        if (moved) {
            sentences.add("The place of columns that " + script + " drops: they come back as the last of their table."
                    + " It matters to INSERT without a list of columns, and to SELECT *.");
        }
        return sentences;
    }

    private void dropped(List<String> sentences) {
        Set<String> tables = new LinkedHashSet<>();
        Map<String, List<String>> columns = new LinkedHashMap<>();
        before.columns().without(after.columns()).all().values().forEach(column -> {
            if (after.columns().hasTable(column.tableId())) {
                columns.computeIfAbsent(column.table(), table -> new ArrayList<>())
                        .add(column.name());
            } else {
                tables.add(column.table());
            }
        });
        tables.forEach(table -> sentences.add("The rows of " + table + ": " + script
                + " drops the table, and it comes back empty. To keep them, rename it aside there instead (ALTER TABLE "
                + table + " RENAME TO " + bare(table) + "_old), and drop it in a later version."));
        columns.forEach((table, names) -> names.forEach(name -> sentences.add("What was in " + table + "." + name + ": "
                + script + " drops the column, and it comes back empty. To keep it, rename it aside there instead"
                + " (ALTER TABLE " + table + " RENAME COLUMN " + name + " TO " + name + "_old), and drop it in a later"
                + " version.")));
    }

    private void narrowed(List<String> sentences) {
        Map<String, Column> later = after.columns().all();
        before.columns().all().forEach((id, column) -> {
            if (later.containsKey(id)
                    && !column.type().equals(later.get(id).type())
                    && !TypeWidening.keeps(later.get(id).type(), column.type())) {
                sentences.add("Values of " + column.table() + "." + column.name() + " that " + column.type()
                        + " does not hold: " + script + " changes the column to "
                        + later.get(id).type() + ". The way back fails where such a value is too long or too great,"
                        + " and rounds or converts it where the server does so in an UPDATE.");
            }
        });
    }

    private static String bare(String table) {
        return table.substring(table.lastIndexOf('.') + 1);
    }

    private void changed(List<String> sentences) {
        Set<String> tables = new LinkedHashSet<>();
        kinds.stream()
                .flatMap(kind -> WrittenTables.of(kind).stream())
                .map(QualifiedName::toString)
                .forEach(tables::add);
        if (!tables.isEmpty()) {
            sentences.add("Rows: " + script + " also changes rows of " + String.join(", ", tables)
                    + ". Only the schema was compared; add what takes that back, if it has to be.");
        }
    }

    private void enums(List<String> sentences) {
        kinds.stream()
                .filter(StatementKind.AddEnumValue.class::isInstance)
                .map(kind -> ((StatementKind.AddEnumValue) kind).type().toString())
                .distinct()
                .forEach(type -> sentences.add("Values added to the enum " + type
                        + ": PostgreSQL cannot drop one, so that the type is made anew and its columns are changed to it,"
                        + " which fails where a row holds such a value. Change those rows first."));
    }
}
