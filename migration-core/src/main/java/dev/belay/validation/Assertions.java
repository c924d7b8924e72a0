package dev.belay.validation;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.script.Statement;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the user asserts of the data: queries that must return no row, or the one value {@code true}. They are in files of
 * the folder {@code assertions} beside the scripts.
 *
 * @param files in the order of their names
 */
public record Assertions(List<Path> files) {

    private static final String FOLDER = "assertions";
    private static final int ROWS_SHOWN = 3;
    private static final int VALUE_WIDTH = 60;

    public Assertions {
        files = List.copyOf(files);
    }

    /** {@return the assertions beside these script folders} */
    public static Assertions beside(List<Path> scriptFolders) {
        var files = new ArrayList<Path>();
        scriptFolders.stream()
                .map(folder -> folder.toAbsolutePath().normalize().getParent())
                .filter(parent -> parent != null)
                .map(parent -> parent.resolve(FOLDER))
                .distinct()
                .filter(Files::isDirectory)
                .forEach(folder -> files.addAll(in(folder)));
        return new Assertions(files);
    }

    private static List<Path> in(Path folder) {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.sql")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        Collections.sort(files);
        return files;
    }

    private static EnvironmentException unreadable(Path path, IOException e) {
        return new EnvironmentException(
                Problem.of(path + " cannot be read: " + e.getMessage(), "Make it readable."), e);
    }

    /**
     * {@return what does not hold, a line each with its place; nothing is changed}
     *
     * @param connection in auto-commit mode, and left so
     * @param timeout for each query
     */
    public List<String> check(Connection connection, Duration timeout) {
        var violated = new ArrayList<String>();
        for (Path file : files) {
            for (Statement query : ScriptReader.read(file.toString(), text(file), Placeholders.NONE)) {
                holds(connection, query, timeout)
                        .ifPresent(why -> violated.add(
                                file.getFileName() + ":" + query.span().start() + ": " + why));
            }
        }
        return violated;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Optional<String> holds(Connection connection, Statement query, Duration timeout) {
        try {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = " + timeout.toMillis());
                return statement.execute(query.sql())
                        ? violated(statement.getResultSet())
                        : Optional.of("is no query: an assertion returns rows");
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            return Optional.of("cannot be asked: " + e.getMessage());
        }
    }

    private static Optional<String> violated(ResultSet rows) throws SQLException {
        var shown = new ArrayList<String>();
        int count = 0;
        boolean oneColumn = rows.getMetaData().getColumnCount() == 1;
        boolean onlyTrue = oneColumn;
        while (rows.next() && count <= ROWS_SHOWN) {
            count++;
            onlyTrue &= oneColumn && "t".equals(rows.getString(1));
            if (count <= ROWS_SHOWN) {
                shown.add(row(rows));
            }
        }
        if (count == 0 || count == 1 && onlyTrue) {
            return Optional.empty();
        }
        return Optional.of("does not hold: " + String.join(" ", shown) + (count > ROWS_SHOWN ? " and more" : ""));
    }

    private static String row(ResultSet row) throws SQLException {
        var values = new ArrayList<String>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            String value = String.valueOf(row.getString(i));
            values.add(value.length() > VALUE_WIDTH ? value.substring(0, VALUE_WIDTH) + "..." : value);
        }
        return "(" + String.join(", ", values) + ")";
    }
}
