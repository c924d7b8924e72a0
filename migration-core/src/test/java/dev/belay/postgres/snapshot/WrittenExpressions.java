package dev.belay.postgres.snapshot;

import dev.belay.schema.ObjectId;
import dev.belay.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Expressions as people write them, everywhere where a schema can have one. */
public final class WrittenExpressions {

    /** Where a condition can stand: its number, itself. */
    private static final List<String> PLACES = List.of(
            "ALTER TABLE app.x ADD CONSTRAINT c%d CHECK (%s)",
            "CREATE VIEW app.v%d AS SELECT i, %s AS e FROM app.x",
            "CREATE INDEX i%d ON app.x (i) WHERE %s",
            "CREATE POLICY p%d ON app.x USING (%2$s) WITH CHECK (NOT (%2$s))");

    /** Names that the views do not know when they are made. */
    static final String RENAMED = "ALTER TABLE app.y RENAME other TO other_one; ALTER TABLE app.y RENAME i TO i_one;"
            + " ALTER TABLE app.plain RENAME p TO p_one";

    /** An index may only have what is immutable. */
    private static final Set<String> NOT_EVERYWHERE = Set.of("42P17");

    private WrittenExpressions() {}

    static String resource(String name) {
        try (var in = WrittenExpressions.class.getResourceAsStream("/snapshot/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes them all in an empty database.
     *
     * @return what the server did not take; empty when all is well
     */
    public static List<String> make(TestDatabase database) throws SQLException {
        database.execute(resource("expressions-base.sql"));
        List<String> refused = execute(database, statements());
        database.execute(RENAMED);
        return refused;
    }

    /** {@return the condition that a view of {@link #make} has} */
    static String condition(ObjectId view) {
        int number = Integer.parseInt(view.identity().substring("app.v".length()));
        return resource("expressions.txt").lines().toList().get(number - 1);
    }

    private static List<String> statements() {
        List<String> conditions = resource("expressions.txt").lines().toList();
        var statements =
                new ArrayList<>(resource("expressions-more.sql").lines().toList());
        for (int i = 0; i < conditions.size(); i++) {
            for (String place : PLACES) {
                statements.add(String.format(place, i + 1, conditions.get(i)));
            }
        }
        return statements;
    }

    /** {@return the statements that fail; the others are executed} */
    static List<String> execute(TestDatabase database, List<String> statements) throws SQLException {
        var refused = new ArrayList<String>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setEscapeProcessing(false);
            for (String each : statements) {
                Savepoint here = connection.setSavepoint();
                try {
                    statement.execute(each);
                    connection.releaseSavepoint(here);
                } catch (SQLException e) {
                    connection.rollback(here);
                    if (!NOT_EVERYWHERE.contains(e.getSQLState())) {
                        refused.add(each + ": " + e.getMessage());
                    }
                }
            }
            connection.commit();
        }
        return refused;
    }

    /** {@return the statements with which the server would make anew what {@link #make} has made, as a dump has them} */
    static List<String> printed(TestDatabase database) throws SQLException {
        String base = database.query("SELECT 'app.by_h'::regclass::oid").get(0);
        var printed = new ArrayList<String>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            // so that the schema of each name is said
            statement.execute("SET search_path = pg_catalog");
            try (ResultSet row =
                    statement.executeQuery(resource("read-back.sql").replace(":base", base))) {
                while (row.next()) {
                    printed.add(row.getString(1));
                }
            }
        }
        return printed;
    }
}
