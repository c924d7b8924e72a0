package dev.belay.generate;

import dev.belay.rule.SqlName;
import dev.belay.script.QualifiedName;
import java.util.Optional;

/**
 * A table or column that gets another name and keeps its rows.
 *
 * @param table its name before, with its schema
 * @param column its name before; empty when it is the table that is renamed
 * @param to the new name, of the table or of the column
 */
public record Rename(QualifiedName table, Optional<String> column, String to) {

    /** {@return the statement, without semicolon} */
    String sql() {
        return "ALTER TABLE " + SqlName.of(table) + " RENAME "
                + column.map(name -> "COLUMN " + SqlName.of(name) + " ").orElse("") + "TO " + SqlName.of(to);
    }

    /** {@return how {@code db.renames} says it} */
    public String hint() {
        String from = SqlName.of(table);
        return column.map(name -> from + "." + SqlName.of(name) + ":" + from + "." + SqlName.of(to))
                .orElseGet(() -> from + ":" + SqlName.of(new QualifiedName(table.schema(), to)));
    }

    /** {@return for people: {@code column public.users.name to full_name}} */
    public String words() {
        return (column.isPresent() ? "column " : "table ") + table
                + column.map(name -> "." + name).orElse("") + " to " + to;
    }
}
