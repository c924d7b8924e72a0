package dev.belay.analysis;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import dev.belay.script.StatementKind.Extension;
import dev.belay.trace.model.ServerMessage;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.StatementTrace.End;
import dev.belay.trace.model.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements that the server refuses because an earlier one failed: what they name would have been made there, or by an
 * extension that could not be. One cause is worth one finding, not hundreds.
 */
final class Consequences {

    private static final RuleId FAILS = new RuleId("statement-fails");

    /** What is named is not there: schema, table, column, function, or another object. */
    private static final Set<String> MISSING = Set.of("3F000", "42P01", "42703", "42883", "42704");

    /** What extensions make; roles and constraints, which have the same code, are nobody's but the project's. */
    private static final Pattern OF_EXTENSIONS = Pattern.compile(
            "(?:type|operator class|operator family|access method|text search [a-z]+|function|procedure|aggregate) .*");

    /** {@code "name"}, or the name of a function, which is printed with its types and without quotes. */
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"|([\\w.]+)\\(");

    /**
     * A failed statement.
     *
     * @param location the script's
     */
    private record Failed(String location, Statement statement) {

        boolean has(Finding finding) {
            return finding.rule().equals(FAILS)
                    && finding.location().equals(location)
                    && finding.span()
                            .filter(span -> span.start().offset()
                                            >= statement.span().start().offset()
                                    && span.end().offset()
                                            <= statement.span().end().offset())
                            .isPresent();
        }
    }

    private final Map<String, Failed> wanting = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    private final Map<String, List<Failed>> failedIn = new HashMap<>();
    private final Map<Failed, Failed> causes = new HashMap<>();
    private final Map<String, Failed> extensions = new LinkedHashMap<>();

    /**
     * @param readings the pending scripts
     * @param trace what they did
     */
    Consequences(List<ScriptReading> readings, Trace trace) {
        readings.stream().flatMap(reading -> reading.kinds().stream()).forEach(kind -> made.addAll(MadeNames.of(kind)));
        Map<String, ScriptReading> byScript = new HashMap<>();
        readings.forEach(reading -> byScript.put(reading.script().script(), reading));
        trace.scripts().stream()
                .filter(script -> byScript.containsKey(script.script()))
                .forEach(script -> {
                    ScriptReading reading = byScript.get(script.script());
                    reading.parsed()
                            .statements()
                            .forEach(statement -> script.statement(statement.number())
                                    .ifPresent(seen -> look(reading, statement, seen)));
                });
    }

    /** {@return the findings without those on consequences; that on the cause says how many there are} */
    List<Finding> fold(List<Finding> findings) {
        Map<Failed, List<Finding>> folded = new HashMap<>();
        List<Finding> rest = new ArrayList<>();
        Set<Failed> said = new HashSet<>();
        findings.forEach(finding -> of(finding).ifPresent(said::add));
        for (Finding finding : findings) {
            Optional<Failed> cause = of(finding).map(causes::get).filter(said::contains);
            if (cause.isPresent()) {
                folded.computeIfAbsent(cause.get(), none -> new ArrayList<>()).add(finding);
            } else {
                rest.add(finding);
            }
        }
        rest.replaceAll(finding ->
                of(finding).map(folded::get).map(them -> telling(finding, them)).orElse(finding));
        return rest;
    }

    private static Finding telling(Finding cause, List<Finding> consequences) {
        String later = consequences.size() == 1
                ? "Another statement fails for want of it: "
                : consequences.size() + " later statements fail for want of it, the first of them ";
        return cause.withMessage(
                cause.message() + " " + later + consequences.get(0).place() + ".");
    }

    private Optional<Failed> of(Finding finding) {
        return failedIn.getOrDefault(finding.location(), List.of()).stream()
                .filter(failed -> failed.has(finding))
                .findFirst();
    }

    private void look(ScriptReading reading, Statement statement, StatementTrace seen) {
        StatementKind kind = reading.kind(statement);
        if (seen.end() == End.RAN) {
            MadeNames.of(kind).forEach(wanting::remove);
            return;
        }
        if (seen.end() != End.FAILED) {
            return;
        }
        var failed = new Failed(reading.script().location(), statement);
        failedIn.computeIfAbsent(failed.location(), none -> new ArrayList<>()).add(failed);
        Optional<String> extension = Optional.of(kind)
                .filter(Extension.class::isInstance)
                .map(Extension.class::cast)
                .filter(Extension::create)
                .map(Extension::name);
        Optional<Failed> cause =
                extension.map(extensions::get).or(() -> seen.error().flatMap(this::causeOf));
        cause.ifPresent(it -> causes.put(failed, it));
        MadeNames.of(kind).forEach(name -> wanting.putIfAbsent(name, cause.orElse(failed)));
        extension.ifPresent(name -> extensions.putIfAbsent(name, failed));
    }

    private Optional<Failed> causeOf(ServerMessage error) {
        if (!MISSING.contains(error.sqlState())) {
            return Optional.empty();
        }
        List<String> names = namesIn(error.text());
        Optional<Failed> unmade =
                names.stream().filter(wanting::containsKey).map(wanting::get).findFirst();
        boolean foreign = OF_EXTENSIONS.matcher(error.text()).matches()
                && !names.isEmpty()
                && names.stream().noneMatch(made::contains);
        return unmade.or(
                () -> extensions.values().stream().filter(any -> foreign).findFirst());
    }

    private static List<String> namesIn(String error) {
        List<String> names = new ArrayList<>();
        for (Matcher name = NAME.matcher(error); name.find(); ) {
            String all = name.group(1) == null ? name.group(2) : name.group(1);
            names.add(all.substring(all.lastIndexOf('.') + 1));
        }
        return names;
    }
}
