package dev.belay.analysis;

import dev.belay.finding.Finding;
import dev.belay.migrate.PreparedScript;
import dev.belay.outcome.RefusalException;
import dev.belay.parse.Grammar;
import dev.belay.parse.SessionReset;
import dev.belay.rule.Rule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsContext.Unreadable;
import dev.belay.rule.ScriptsRule;
import dev.belay.rule.StatementRule;
import dev.belay.rule.TextRule;
import dev.belay.script.InnerStatement;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptType;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the pending scripts and asks every rule about them. */
public final class Analyzer {

    private final List<Rule> rules;
    private final Function<ScriptFile, PreparedScript> reader;
    private final String defaultSchema;
    private final int major;

    /**
     * @param rules those that are not off
     * @param reader reads a script
     * @param defaultSchema where an unqualified name is taken to be
     * @param major of the server that the scripts are for
     */
    public Analyzer(List<Rule> rules, Function<ScriptFile, PreparedScript> reader, String defaultSchema, int major) {
        this.rules = List.copyOf(rules);
        this.reader = reader;
        this.defaultSchema = defaultSchema;
        this.major = major;
    }

    /**
     * What an analysis came to.
     *
     * @param readings the scripts that were read, in the order in which they would run, undo scripts last
     * @param unreadable those that could not be read
     * @param findings in no order, with the severities of the rules
     */
    public record Analysis(List<ScriptReading> readings, List<ScriptFile> unreadable, List<Finding> findings) {

        public Analysis {
            readings = List.copyOf(readings);
            unreadable = List.copyOf(unreadable);
            findings = List.copyOf(findings);
        }

        /** {@return scripts that cannot be tried: no upgrade would begin with them; as the history names them} */
        public Set<String> untriable() {
            return Stream.concat(
                            unreadable.stream(),
                            readings.stream()
                                    .filter(reading -> reading.parsed().statements().stream()
                                            .anyMatch(SessionReset::is))
                                    .map(ScriptReading::script))
                    .map(ScriptFile::script)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * Judges the pending scripts, and the set of all.
     *
     * @throws dev.belay.outcome.EnvironmentException when the disk does not give a script
     */
    public Analysis analyze(ScriptsContext context) {
        List<Read> read = inOrder(context).parallelStream().map(this::tryToRead).toList();
        List<ScriptReading> readings =
                read.stream().flatMap(each -> each.reading().stream()).toList();
        List<Unreadable> unreadable =
                read.stream().flatMap(each -> each.unreadable().stream()).toList();
        var findings = new ArrayList<Finding>();
        rulesOf(ScriptsRule.class).forEach(rule -> findings.addAll(rule.check(context.with(unreadable))));
        var objects = new PendingObjects(defaultSchema, false);
        for (ScriptReading reading : readings) {
            // an undo script runs on its own, and takes away what was there
            boolean undo = reading.script().name().type() == ScriptType.UNDO;
            findings.addAll(judge(reading, undo ? new PendingObjects(defaultSchema, true) : objects));
        }
        return new Analysis(
                readings, unreadable.stream().map(Unreadable::script).toList(), findings);
    }

    private static List<ScriptFile> inOrder(ScriptsContext context) {
        return Stream.of(
                        context.scripts().versioned(),
                        context.scripts().repeatable(),
                        context.scripts().callbacks(),
                        context.scripts().undo())
                .map(context::pending)
                .flatMap(List::stream)
                .toList();
    }

    /** One of the two. */
    private record Read(Optional<ScriptReading> reading, Optional<Unreadable> unreadable) {}

    private Read tryToRead(ScriptFile script) {
        try {
            return new Read(Optional.of(read(script)), Optional.empty());
        } catch (RefusalException e) {
            return new Read(Optional.empty(), Optional.of(new Unreadable(script, e.problem())));
        }
    }

    private ScriptReading read(ScriptFile script) {
        PreparedScript prepared = reader.apply(script);
        List<StatementKind> kinds =
                prepared.statements().stream().map(Grammar::kindOf).toList();
        return new ScriptReading(script, prepared.text(), prepared.parsed(), kinds, prepared.inTransaction());
    }

    private List<Finding> judge(ScriptReading reading, PendingObjects objects) {
        var findings = new ArrayList<Finding>();
        rulesOf(TextRule.class).forEach(rule -> findings.addAll(rule.check(reading.script(), reading.parsed())));
        boolean undo = reading.script().name().type() == ScriptType.UNDO;
        List<StatementRule> asked = rulesOf(StatementRule.class)
                .filter(rule -> !undo || rule.judgesUndo())
                .toList();
        for (Statement statement : reading.parsed().statements()) {
            StatementKind kind = reading.kind(statement);
            var whole = new RuleContext.Part(statement.span(), statement.source(), false);
            for (StatementKind part : StatementKind.Compound.parts(kind)) {
                findings.addAll(judge(reading.context(statement, whole, part, objects, major), asked));
                objects.ran(part);
            }
            if (kind instanceof StatementKind.DoBlock) {
                findings.addAll(judgeCode(reading, statement, asked, objects));
            }
        }
        return findings;
    }

    private List<Finding> judgeCode(
            ScriptReading reading, Statement statement, List<StatementRule> asked, PendingObjects objects) {
        var findings = new ArrayList<Finding>();
        for (InnerStatement inner : Grammar.inside(statement)) {
            var place = new RuleContext.Part(
                    reading.parsed().span(statement, inner.range()),
                    inner.range().of(statement.sql()),
                    true);
            for (StatementKind part : StatementKind.Compound.parts(inner.kind())) {
                findings.addAll(judge(reading.context(statement, place, part, objects, major), asked));
                objects.mayHaveRun(part);
            }
        }
        return findings;
    }

    private static List<Finding> judge(RuleContext context, List<StatementRule> asked) {
        return asked.stream().flatMap(rule -> rule.check(context).stream()).toList();
    }

    private <R extends Rule> Stream<R> rulesOf(Class<R> type) {
        return rules.stream().filter(type::isInstance).map(type::cast);
    }
}
