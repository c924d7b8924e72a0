package dev.belay.validation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the server itself calls unfinished: indexes that are not valid (pg_index.indisvalid), constraints that are not
 * validated (pg_constraint.convalidated), triggers that are switched off.
 *
 * @param invalidIndexes quoted and qualified
 * @param notValidated {@code constraint on table}
 * @param disabledTriggers {@code trigger on table}
 */
public record Soundness(Set<String> invalidIndexes, Set<String> notValidated, Set<String> disabledTriggers) {

    private static final String SCHEMAS = " n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'belay')";

    private static final String INDEXES = "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_index x"
            + " JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE NOT x.indisvalid AND c.relkind = 'i' AND" + SCHEMAS;

    private static final String CONSTRAINTS = "SELECT format('%I on %I.%I', k.conname, n.nspname, c.relname)"
            + " FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE NOT k.convalidated AND" + SCHEMAS;

    private static final String TRIGGERS = "SELECT format('%I on %I.%I', t.tgname, n.nspname, c.relname)"
            + " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE t.tgenabled = 'D' AND NOT t.tgisinternal AND" + SCHEMAS;

    /** {@return how a database is now} */
    public static Soundness read(Connection connection) throws SQLException {
        return new Soundness(ask(connection, INDEXES), ask(connection, CONSTRAINTS), ask(connection, TRIGGERS));
    }

    /** {@return what was not so before, a line each with what to do} */
    public List<String> worseThan(Soundness before) {
        var lines = new ArrayList<String>();
        added(invalidIndexes, before.invalidIndexes)
                .forEach(index -> lines.add(
                        "index " + index + " is not valid: DROP INDEX CONCURRENTLY " + index + "; and build it again"));
        added(notValidated, before.notValidated)
                .forEach(constraint -> lines.add("constraint " + constraint
                        + " is not validated: rows that were there before may violate it; VALIDATE CONSTRAINT looks"));
        added(disabledTriggers, before.disabledTriggers)
                .forEach(trigger -> lines.add("trigger " + trigger + " is switched off"));
        return lines;
    }

    /** {@return all of it, as {@link #worseThan} says it} */
    public List<String> lines() {
        return worseThan(new Soundness(Set.of(), Set.of(), Set.of()));
    }

    private static Set<String> added(Set<String> now, Set<String> before) {
        var added = new TreeSet<>(now);
        added.removeAll(before);
        return added;
    }

    private static Set<String> ask(Connection connection, String query) throws SQLException {
        var names = new TreeSet<String>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }
}
