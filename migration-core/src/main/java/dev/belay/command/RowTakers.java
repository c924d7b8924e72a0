package dev.belay.command;

import dev.belay.script.QualifiedName;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.Trace;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the tables of which a downgrade may take rows, where no rows were there to be counted: those that a script names
 * with DELETE and TRUNCATE, those that reference them with ON DELETE CASCADE, and all that a script had locked for
 * writing by the end of a statement whose text does not say what it does.
 *
 * @param live a session that only reads, in auto-commit mode
 * @param scripts what is run
 */
record RowTakers(Connection live, UndoingScripts scripts) {

    private static final Pattern CALLED = Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_$]*)\"?\\s*\\(");

    /** A foreign key's confdeltype is c for CASCADE (manual, pg_constraint). */
    private static final String TABLES = "WITH RECURSIVE hit (oid) AS (SELECT c.oid"
            + " FROM unnest(?::text[], ?::text[]) named (schema, name) JOIN pg_catalog.pg_class c"
            + " ON c.relname = named.name AND c.relkind IN ('r', 'p') JOIN pg_catalog.pg_namespace n"
            + " ON n.oid = c.relnamespace AND n.nspname = coalesce(named.schema, ?)"
            + " UNION SELECT k.conrelid FROM hit JOIN pg_catalog.pg_constraint k"
            + " ON k.confrelid = hit.oid AND k.contype = 'f' AND k.confdeltype = 'c')"
            + " SELECT DISTINCT format('%I.%I', n.nspname, c.relname) FROM hit JOIN pg_catalog.pg_class c USING (oid)"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname <> 'belay' ORDER BY 1";

    private static final String FUNCTIONS = "SELECT DISTINCT p.proname FROM pg_catalog.pg_proc p"
            + " JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
            + " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

    /**
     * What was found.
     *
     * @param tables quoted and qualified
     * @param others whether rows of other tables may go, too: a statement has shown nothing without rows
     * @param overwritten columns that stay, and into which a script writes
     */
    record Found(List<String> tables, boolean others, List<Column> overwritten) {

        static final Found NONE = new Found(List.of(), false, List.of());
    }

    /** A column, quoted, of a table, quoted and qualified. */
    record Column(String table, String column) {}

    /** @param trace what the scripts did where they were tried */
    Found in(Trace trace) {
        try {
            Set<String> functions = new HashSet<>(strings(FUNCTIONS, List.of()));
            var named = new LinkedHashSet<QualifiedName>();
            boolean others = false;
            for (ScriptFile script : scripts.all()) {
                others |= script(script, trace, functions, named);
            }
            return new Found(strings(TABLES, List.copyOf(named)), others, new Overwriters(live, scripts).columns());
        } catch (SQLException e) {
            throw Unanswered.by(e);
        }
    }

    /** {@return whether a statement of the script may take rows that nothing has shown} */
    private boolean script(ScriptFile script, Trace trace, Set<String> functions, Set<QualifiedName> named) {
        boolean others = false;
        var written = new HashSet<QualifiedName>();
        for (Statement statement : scripts.statements(script)) {
            Set<QualifiedName> now = writtenBy(trace, script, statement);
            written.addAll(now);
            List<StatementKind> kinds = UndoingScripts.kinds(statement);
            if (kinds.stream().anyMatch(kind -> isHidden(kind, statement.sql(), functions))) {
                named.addAll(written);
                others |= now.isEmpty();
            }
            for (StatementKind kind : kinds) {
                if (kind instanceof StatementKind.Delete delete) {
                    named.add(delete.table());
                    named.addAll(now);
                } else if (kind instanceof StatementKind.Truncate truncate) {
                    named.addAll(truncate.tables());
                    named.addAll(now);
                } else if (kind instanceof StatementKind.Merge merge) {
                    named.add(merge.table());
                    named.addAll(now);
                }
            }
        }
        return others;
    }

    private static Set<QualifiedName> writtenBy(Trace trace, ScriptFile script, Statement statement) {
        var written = new HashSet<QualifiedName>();
        trace.script(script.script())
                .flatMap(traced -> traced.statement(statement.number()))
                .ifPresent(traced -> traced.taken().stream()
                        .filter(lock -> lock.relation().isTable())
                        .filter(lock -> lock.mode().compareTo(LockMode.ROW_EXCLUSIVE) >= 0)
                        .map(RelationLock::relation)
                        .forEach(relation -> written.add(relation.name())));
        return written;
    }

    private static boolean isHidden(StatementKind kind, String sql, Set<String> functions) {
        if (UndoingScripts.isHidden(kind)) {
            return true;
        }
        boolean calls = kind instanceof StatementKind.Select
                || kind instanceof StatementKind.Insert
                || kind instanceof StatementKind.Update;
        return calls
                && (sql.toLowerCase(Locale.ROOT).contains("pg_temp")
                        || CALLED.matcher(sql)
                                .results()
                                .map(call -> call.group(1))
                                .anyMatch(name ->
                                        functions.contains(name) || functions.contains(name.toLowerCase(Locale.ROOT))));
    }

    private List<String> strings(String sql, List<QualifiedName> names) throws SQLException {
        try (var query = live.prepareStatement(sql)) {
            if (sql.equals(TABLES)) {
                Stream<String> schemas =
                        names.stream().map(name -> name.schema().orElse(null));
                query.setArray(1, live.createArrayOf("text", schemas.toArray()));
                Stream<String> tables = names.stream().map(QualifiedName::name);
                query.setArray(2, live.createArrayOf("text", tables.toArray()));
                query.setString(3, scripts.applied().defaultSchema());
            }
            var found = new LinkedHashSet<String>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return List.copyOf(found);
        }
    }
}
