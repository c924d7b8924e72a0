package dev.belay.undo;

import dev.belay.parse.GivenValue;
import dev.belay.parse.GivenValues;
import dev.belay.parse.Grammar;
import dev.belay.parse.PassedOver;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a script gives rows the same key in every database. What a sequence, the clock, chance, the session or rows
 * that are there have a part in is another value elsewhere than on the scratch server.
 *
 * @param connection to a database where the script has run
 */
record SameEverywhere(Connection connection) {

    /**
     * Functions that may give different values for the same arguments. Of PostgreSQL's own that are STABLE most only look
     * at settings, as {@code concat} and {@code to_date} do; those without arguments, and these, at the session or the
     * catalogue.
     */
    private static final String CHANGING = """
            SELECT EXISTS (
                SELECT FROM pg_catalog.pg_proc p
                 WHERE p.proname = ANY (?)
                   AND (p.provolatile = 'v'
                        OR p.provolatile = 's'
                           AND (p.pronamespace <> 'pg_catalog'::regnamespace
                                OR p.pronargs = 0 AND p.proname !~ '^jsonb?_build_'
                                OR p.proname = 'age'
                                OR p.proname ~ '^(pg_|has_|to_reg|current_|query_to_|table_to_|(obj|col)_description)')
                        OR ? AND p.prokind IN ('a', 'w')))
            """;

    /** Nodes of a plan that read rows of a table (the manual, Using EXPLAIN). */
    private static final Pattern READS =
            Pattern.compile("\\b(?:Seq|Sample|Index|Index Only|Heap|Tid|Range|Foreign|Custom) Scan\\b");

    /** {@return whether each of the script's statements gives each row of the table such a key} */
    boolean isGiven(InsertedTable table, InsertedTable.Key key) throws SQLException {
        List<String> columns = table.columnsNow(connection);
        boolean moved = columns.size() < table.columns().size()
                || !columns.subList(0, table.columns().size()).equals(table.columns());
        for (Statement insert : table.inserts()) {
            if (PassedOver.mayBe(insert.sql(), table.name())
                    || !isGiven(insert.sql(), moved ? List.of() : columns, key)
                            && !(key.required() && isClosed(insert))) {
                return false;
            }
        }
        return true;
    }

    private boolean isGiven(String insert, List<String> columns, InsertedTable.Key key) throws SQLException {
        Optional<GivenValues> given = GivenValues.of(insert);
        for (String column : key.columns()) {
            Optional<GivenValue> value = given.flatMap(it -> it.of(column, columns));
            if (value.isEmpty() || changes(value.get(), true)) {
                return false;
            }
        }
        return true;
    }

    /** @param overRows whether rows of tables may be counted or numbered */
    private boolean changes(GivenValue value, boolean overRows) throws SQLException {
        return value.elsewhere() || changing(value.calls(), overRows);
    }

    private boolean changing(Set<String> functions, boolean overRows) throws SQLException {
        if (functions.isEmpty()) {
            return false;
        }
        try (var query = connection.prepareStatement(CHANGING)) {
            query.setArray(1, connection.createArrayOf("text", functions.toArray()));
            query.setBoolean(2, overRows);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Whether a query makes all of its rows itself. */
    private boolean isClosed(Statement insert) throws SQLException {
        if (!(Grammar.kindOf(insert) instanceof StatementKind.Insert)
                || changes(GivenValue.ofStatement(insert.sql()), false)) {
            return false;
        }
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet plan = statement.executeQuery("EXPLAIN (COSTS OFF) " + insert.sql())) {
                while (plan.next()) {
                    if (READS.matcher(plan.getString(1)).find()) {
                        return false;
                    }
                }
                return true;
            }
        }
    }
}
