package dev.belay.command;

import dev.belay.script.QualifiedName;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the columns that a downgrade's scripts set with UPDATE, as far as their text names them; columns that only the
 * scripts make are none.
 *
 * @param live a session that only reads, in auto-commit mode
 * @param scripts what is run
 */
record Overwriters(Connection live, UndoingScripts scripts) {

    private static final String THERE = "SELECT DISTINCT format('%I.%I', n.nspname, c.relname), quote_ident(a.attname)"
            + " FROM unnest(?::text[], ?::text[], ?::text[]) named (schema, name, col) JOIN pg_catalog.pg_class c"
            + " ON c.relname = named.name AND c.relkind IN ('r', 'p') JOIN pg_catalog.pg_namespace n"
            + " ON n.oid = c.relnamespace AND n.nspname = coalesce(named.schema, ?) JOIN pg_catalog.pg_attribute a"
            + " ON a.attrelid = c.oid AND a.attname = named.col AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2";

    /** {@return the columns, of tables of the live database} */
    List<RowTakers.Column> columns() throws SQLException {
        var schemas = new ArrayList<String>();
        var tables = new ArrayList<String>();
        var columns = new ArrayList<String>();
        for (StatementKind.Update update : updates()) {
            QualifiedName table = update.table();
            for (String column : update.columns()) {
                schemas.add(table.schema().orElse(null));
                tables.add(table.name());
                columns.add(column);
            }
        }
        return tables.isEmpty() ? List.of() : there(schemas, tables, columns);
    }

    private List<StatementKind.Update> updates() {
        var updates = new ArrayList<StatementKind.Update>();
        for (ScriptFile script : scripts.all()) {
            for (Statement statement : scripts.statements(script)) {
                UndoingScripts.kinds(statement).stream()
                        .filter(StatementKind.Update.class::isInstance)
                        .map(StatementKind.Update.class::cast)
                        .forEach(updates::add);
            }
        }
        return updates;
    }

    private List<RowTakers.Column> there(List<String> schemas, List<String> tables, List<String> columns)
            throws SQLException {
        try (var query = live.prepareStatement(THERE)) {
            query.setArray(1, live.createArrayOf("text", schemas.toArray()));
            query.setArray(2, live.createArrayOf("text", tables.toArray()));
            query.setArray(3, live.createArrayOf("text", columns.toArray()));
            query.setString(4, scripts.applied().defaultSchema());
            var found = new ArrayList<RowTakers.Column>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new RowTakers.Column(row.getString(1), row.getString(2)));
                }
            }
            return found;
        }
    }
}
