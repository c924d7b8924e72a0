package dev.belay.validation;

import dev.belay.parse.Placeholders;
import dev.belay.script.Statement;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The user's assertions, {@code db/assertions/*.sql} beside the migrations: queries that return no row, or a single
 * {@code true}, when all is well. A file may set parameters for the queries behind ({@code SET search_path = ...}).
 *
 * @param held how many did
 * @param violations those that did not, and those that the server refused
 */
public record Assertions(int held, List<Violation> violations) {

    /** For each query, where nobody says how long. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Set<String> QUERIES = Set.of("select", "with", "values", "table", "(");
    private static final String BEFORE_EACH = "belay_assertion";

    public Assertions {
        violations = List.copyOf(violations);
    }

    /**
     * Finds the files: those in a folder {@code assertions} beside each location, and in {@code db/assertions} of the
     * project; in each folder in order of name.
     *
     * @param project the project's folder
     * @param migrations the folders with migrations; relative ones are below the project
     * @param placeholders those of the scripts
     * @throws dev.belay.outcome.RefusalException naming a file that cannot be read, or a placeholder without a value
     */
    public static List<AssertionFile> find(Path project, Collection<Path> migrations, Placeholders placeholders) {
        return AssertionFiles.find("assertions", project, migrations, placeholders);
    }

    /**
     * Runs them, each file in a read-only transaction that is rolled back. An assertion that fails keeps no other from
     * being asked.
     *
     * @param connection in auto-commit mode, and left so
     * @param timeout for each query
     * @throws dev.belay.outcome.EnvironmentException when the server does not answer
     */
    public static Assertions check(Connection connection, List<AssertionFile> files, Duration timeout) {
        var violations = new ArrayList<Violation>();
        int held = 0;
        try {
            for (AssertionFile file : files) {
                held += Reading.inTransaction(
                        connection, timeout, () -> checkFile(connection, file, timeout, violations));
            }
        } catch (SQLException e) {
            throw Reading.failed(e);
        }
        return new Assertions(held, violations);
    }

    /** {@return {@code 3 assertions hold}, {@code 1 of 3 assertions does not hold}, {@code no assertions}} */
    public String words() {
        int all = held + violations.size();
        if (all == 0) {
            return "no assertions";
        }
        if (violations.isEmpty()) {
            return all + (all == 1 ? " assertion holds" : " assertions hold");
        }
        return violations.size() + " of " + all + (all == 1 ? " assertion" : " assertions")
                + (violations.size() == 1 ? " does not hold" : " do not hold");
    }

    private static int checkFile(
            Connection connection, AssertionFile file, Duration timeout, List<Violation> violations)
            throws SQLException {
        int held = 0;
        for (Statement statement : file.statements()) {
            String word = firstWord(statement.sql());
            String place = file.name() + ":" + statement.span().start();
            if (!QUERIES.contains(word) && !word.equals("set")) {
                violations.add(new Violation(place, "is no query; write SELECT, WITH, VALUES or TABLE", List.of()));
                continue;
            }
            Optional<Violation> violation = run(connection, statement, place, timeout);
            violation.ifPresent(violations::add);
            if (violation.isEmpty() && QUERIES.contains(word)) {
                held++;
            }
        }
        return held;
    }

    private static Optional<Violation> run(Connection connection, Statement statement, String place, Duration timeout)
            throws SQLException {
        var before = connection.setSavepoint(BEFORE_EACH);
        try {
            Optional<Violation> violation = ask(connection, statement, place);
            connection.releaseSavepoint(before);
            return violation;
        } catch (SQLException e) {
            String reason = Reading.reason(connection, e, timeout);
            connection.rollback(before);
            return Optional.of(Violation.notAsked(place, reason, e));
        }
    }

    private static Optional<Violation> ask(Connection connection, Statement statement, String place)
            throws SQLException {
        try (var query = connection.createStatement()) {
            // braces and question marks are SQL here, never JDBC's
            query.setEscapeProcessing(false);
            query.setMaxRows(AssertionRows.SHOWN + 1);
            if (!query.execute(statement.sql())) {
                return Optional.empty();
            }
            try (var result = query.getResultSet()) {
                return AssertionRows.read(result).violation(place);
            }
        }
    }

    private static String firstWord(String sql) {
        if (sql.startsWith("(")) {
            return "(";
        }
        int end = 0;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
