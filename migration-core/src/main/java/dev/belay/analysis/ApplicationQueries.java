package dev.belay.analysis;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.postgres.StatStatements;
import dev.belay.script.ApplicationQuery;
import dev.belay.script.Statement;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The queries of the running application, as {@code db.queries} names them.
 *
 * @param queries each text once
 * @param passedOver how many texts were left out: commands that cannot be prepared, texts that the role may not see
 */
public record ApplicationQueries(List<ApplicationQuery> queries, int passedOver) {

    /** The word for what a live database has been asked. */
    public static final String STAT_STATEMENTS = "pg_stat_statements";

    /** PREPARE takes these (PostgreSQL manual, PREPARE), and what begins with a parenthesis. */
    private static final Set<String> PREPARED =
            Set.of("select", "insert", "update", "delete", "merge", "values", "with", "table");

    public ApplicationQueries {
        queries = List.copyOf(queries);
    }

    /** {@return whether {@code db.queries} asks for what a live database has been asked, rather than for files} */
    public static boolean isStatStatements(String value) {
        return value.strip().equalsIgnoreCase(STAT_STATEMENTS);
    }

    /**
     * {@return what a live database has been asked, which is only read}
     *
     * @throws RefusalException when it has no {@code pg_stat_statements}
     * @throws EnvironmentException when it does not answer
     */
    public static ApplicationQueries ofDatabase(Connection connection) {
        var found = new Collector();
        for (String text : StatStatements.read(connection)) {
            List<Statement> statements = ScriptReader.read(STAT_STATEMENTS, text, Placeholders.NONE);
            if (statements.size() == 1) {
                found.add(statements.get(0), STAT_STATEMENTS);
            } else {
                found.passedOver++;
            }
        }
        return found.result();
    }

    /**
     * {@return the queries in SQL files, in UTF-8, separated by semicolons; parameters are {@code $1}, {@code $2}, ...}
     *
     * @param base what relative paths are relative to
     * @param value paths of files, of folders whose {@code .sql} files are meant, and patterns such as
     *     <code>queries/&#42;&#42;/&#42;.sql</code>, separated by commas
     * @throws RefusalException when a path does not exist, nothing matches a pattern, or a file is not in UTF-8
     * @throws EnvironmentException when a file cannot be read
     */
    public static ApplicationQueries ofFiles(Path base, String value) {
        var found = new Collector();
        Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .flatMap(part -> files(base, part).stream())
                .distinct()
                .forEach(file -> read(base, file, found));
        return found.result();
    }

    private static void read(Path base, Path file, Collector found) {
        String name = (file.startsWith(base) ? base.relativize(file) : file)
                .toString()
                .replace('\\', '/');
        try {
            for (Statement statement : ScriptReader.read(name, Files.readString(file), Placeholders.NONE)) {
                found.add(statement, name + ":" + statement.span().start().line());
            }
        } catch (CharacterCodingException e) {
            throw new RefusalException(
                    Problem.of("db.queries names " + name + ", which is not in UTF-8.", "Convert it to UTF-8."));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static List<Path> files(Path base, String part) {
        if (part.contains("*") || part.contains("?")) {
            return matching(base, part);
        }
        Path path = base.resolve(part).normalize();
        if (Files.isDirectory(path)) {
            List<Path> files = walk(path).stream()
                    .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".sql"))
                    .toList();
            if (files.isEmpty()) {
                throw refusal(part, "has no .sql file in it");
            }
            return files;
        }
        if (!Files.exists(path)) {
            throw refusal(part, "does not exist");
        }
        return List.of(path);
    }

    private static List<Path> matching(Path base, String pattern) {
        String plain = pattern.replace('\\', '/');
        int wild = Math.min(indexOr(plain, '*'), indexOr(plain, '?'));
        int slash = plain.lastIndexOf('/', wild);
        Path root =
                slash < 0 ? base : base.resolve(plain.substring(0, slash + 1)).normalize();
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + plain.substring(slash + 1));
        List<Path> files = Files.isDirectory(root)
                ? walk(root).stream()
                        .filter(file -> matcher.matches(root.relativize(file)))
                        .toList()
                : List.of();
        if (files.isEmpty()) {
            throw refusal(pattern, "matches no file");
        }
        return files;
    }

    private static int indexOr(String text, char wanted) {
        int at = text.indexOf(wanted);
        return at < 0 ? text.length() : at;
    }

    private static List<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw unreadable(folder.toString(), e);
        }
    }

    private static RefusalException refusal(String part, String what) {
        return new RefusalException(Problem.of(
                "db.queries names " + part + ", which " + what + ".",
                "Name SQL files, a folder with them, a pattern such as queries/**/*.sql, or " + STAT_STATEMENTS + "."));
    }

    private static EnvironmentException unreadable(String name, IOException e) {
        return new EnvironmentException(
                Problem.of("The queries in " + name + " cannot be read: " + e.getMessage(), "Make them readable."), e);
    }

    private static final class Collector {

        private final Map<String, ApplicationQuery> bySql = new LinkedHashMap<>();
        private int passedOver;

        void add(Statement statement, String place) {
            String sql = statement.sql();
            String word = sql.split("[^A-Za-z]", 2)[0].toLowerCase(Locale.ROOT);
            if (sql.startsWith("(") || PREPARED.contains(word)) {
                bySql.putIfAbsent(sql, new ApplicationQuery(sql, place));
            } else {
                passedOver++;
            }
        }

        ApplicationQueries result() {
            return new ApplicationQueries(new ArrayList<>(bySql.values()), passedOver);
        }
    }
}
