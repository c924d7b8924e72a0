package dev.belay.validation;

import dev.belay.outcome.DriftScript.Direction;
import dev.belay.parse.Grammar;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.script.TableAction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One direction's SQL as it stands in a file: what it does and what is left, then the statements, each that may lose
 * something marked.
 *
 * @param database the live database's name
 * @param version what its history is at, for people
 * @param goal that wrote it
 */
public record DriftText(DriftSql.Written written, String database, String version, String goal) {

    private static final Pattern CONCURRENTLY = Pattern.compile("(?i)\\bCONCURRENTLY\\b");

    /** {@return how many of the statements may lose rows or values} */
    public int losing() {
        return (int)
                written.sql().stream().filter(sql -> !losses(sql).isEmpty()).count();
    }

    /** {@return the file} */
    public String text() {
        var lines = new ArrayList<String>();
        header().forEach(line -> lines.add(line.isEmpty() ? "--" : "-- " + line));
        for (String sql : written.sql()) {
            lines.add("");
            losses(sql).forEach(loss -> lines.add("-- LOSES DATA: " + loss));
            lines.add(sql + ";");
        }
        return String.join("\n", lines) + "\n";
    }

    private List<String> header() {
        var lines = new ArrayList<String>();
        if (written.direction() == Direction.DATABASE_TO_SCRIPTS) {
            lines.add("Brings the database " + database + " to what its scripts make (version " + version + ").");
            lines.add("To be run on the database by hand, statement by statement: nothing of it has been.");
        } else {
            lines.add(
                    "What a new migration has to do so that the scripts make what the database " + database + " has.");
            lines.add(
                    "That database has it already: there, record the new version with db:stamp instead of running it.");
        }
        lines.add("Written by db:" + goal + " from the two schemas.");
        if (written.sql().stream().anyMatch(sql -> CONCURRENTLY.matcher(sql).find())) {
            lines.add(
                    "CONCURRENTLY does not run in a transaction: as a script of Flyway's, give it executeInTransaction=false"
                            + " in its .conf, or take those statements into one of their own.");
        }
        lines.add("");
        lines.addAll(tried());
        if (losing() > 0) {
            lines.add("");
            lines.add(
                    losing() == 1
                            ? "One statement may lose data; it is marked. Empty tables were all it was tried on."
                            : losing()
                                    + " statements may lose data; they are marked. Empty tables were all they were tried on.");
        }
        return lines;
    }

    private List<String> tried() {
        String where = written.direction() == Direction.DATABASE_TO_SCRIPTS
                ? "Tried on a scratch copy of the database's schema: "
                : "Tried on a scratch database with the scripts' schema: ";
        return switch (written.result()) {
            case EXACT -> List.of(where + "the schemas are equal afterwards.");
            case COLUMN_ORDER -> List.of(where + "the schemas are equal afterwards, but for the order of columns.");
            case DIFFERS ->
                Stream.concat(
                                Stream.of("NOT COMPLETE. " + where + "this still differs afterwards:"),
                                written.remaining().stream().map(line -> "  " + line))
                        .toList();
            case FAILS -> List.of("NOT COMPLETE. " + where + "it fails.", "  " + String.join(" ", written.remaining()));
            case NOT_TRIED -> List.of("NOT TRIED: " + String.join("; ", written.remaining()) + ".");
        };
    }

    private static List<String> losses(String sql) {
        return ScriptReader.read("drift", sql, Placeholders.NONE).stream()
                .flatMap(DriftText::losses)
                .toList();
    }

    private static Stream<String> losses(Statement statement) {
        StatementKind kind = Grammar.kindOf(statement);
        if (kind instanceof StatementKind.DropObjects drop) {
            String names = drop.names().stream().map(String::valueOf).collect(Collectors.joining(", "));
            return switch (drop.type()) {
                case TABLE -> Stream.of("the rows of " + names);
                case SEQUENCE -> Stream.of("where " + names + " stands");
                case SCHEMA -> Stream.of("all that is in " + names);
                default -> drop.cascade() ? Stream.of("what depends on " + names) : Stream.empty();
            };
        }
        if (kind instanceof StatementKind.AlterTable alter) {
            return alter.actions().stream().flatMap(action -> losses(alter, action));
        }
        return Stream.empty();
    }

    private static Stream<String> losses(StatementKind.AlterTable alter, TableAction action) {
        if (action instanceof TableAction.DropColumn drop) {
            return Stream.of("what is in " + alter.table() + "." + drop.column());
        }
        return action instanceof TableAction.AlterColumnType type
                ? Stream.of("values of " + alter.table() + "." + type.column() + " that do not fit into " + type.type())
                : Stream.empty();
    }
}
