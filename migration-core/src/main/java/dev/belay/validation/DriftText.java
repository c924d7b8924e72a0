package dev.belay.validation;

import dev.belay.outcome.DriftScript.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
                written.sql().stream().filter(sql -> !sql.losses().isEmpty()).count();
    }

    /** {@return the file} */
    public String text() {
        var lines = new ArrayList<String>();
        header().forEach(line -> lines.add(line.isEmpty() ? "--" : "-- " + line));
        for (DriftSql.Sql sql : written.sql()) {
            lines.add("");
            sql.losses().forEach(loss -> lines.add("-- LOSES DATA: " + loss));
            lines.add(sql.text() + ";");
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
        if (written.sql().stream()
                .anyMatch(sql -> CONCURRENTLY.matcher(sql.text()).find())) {
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
}
