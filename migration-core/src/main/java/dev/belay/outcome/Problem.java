package dev.belay.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What went wrong, for a person who reads it at night: what happened, what state the database is in, what to do next.
 *
 * @param what one sentence, with the place if there is one: {@code V7__add_roles.sql:3:1: relation "x" does not exist}
 * @param details further lines, such as the statement or the list of missing scripts
 * @param state in what state the database now is; empty when no database was touched or reached
 * @param next the next command to type, or the remedy
 */
public record Problem(String what, List<String> details, Optional<String> state, String next) {

    private static final Pattern PLACE = Pattern.compile("^(\\S[^:\\n]*\\.\\w+:\\d+(?::\\d+)?): ");

    public Problem {
        Objects.requireNonNull(what);
        details = List.copyOf(details);
        Objects.requireNonNull(next);
    }

    /** A problem in which no database was reached. */
    public static Problem of(String what, String next) {
        return new Problem(what, List.of(), Optional.empty(), next);
    }

    /** The same problem with further lines behind those it has. */
    public Problem withDetails(List<String> more) {
        return new Problem(
                what,
                java.util.stream.Stream.concat(details.stream(), more.stream()).toList(),
                state,
                next);
    }

    /** The same problem with the state of the database said. */
    public Problem withState(String newState) {
        return new Problem(what, details, Optional.of(newState), next);
    }

    /** {@return the same with its commands made complete}, which are in the state and in what is next */
    public Problem withCommands(UnaryOperator<String> complete) {
        return new Problem(what, details, state.map(complete), complete.apply(next));
    }

    /** {@return the place that {@link #what} begins with, such as {@code V7__add_roles.sql:3:1}} */
    public Optional<String> place() {
        Matcher place = PLACE.matcher(what);
        return place.find() ? Optional.of(place.group(1)) : Optional.empty();
    }

    /** {@return all of it as lines: what, details indented, state, next} */
    public List<String> lines() {
        var lines = new ArrayList<>(happened());
        state.ifPresent(lines::add);
        if (!next.isBlank()) {
            lines.add("Next: " + next);
        }
        return lines;
    }

    /** {@return what happened, as lines: for a database that nobody keeps, whose state is nobody's matter} */
    public List<String> happened() {
        var lines = new ArrayList<String>();
        lines.add(what);
        details.forEach(detail -> lines.add("    " + detail));
        return lines;
    }
}
