package dev.belay.analysis;

import dev.belay.finding.Finding;
import dev.belay.migrate.PreparedScript;
import dev.belay.outcome.CheckOutcome.Unread;
import dev.belay.parse.Grammar;
import dev.belay.parse.ParsedScript;
import dev.belay.parse.StatementSummary;
import dev.belay.rule.Rule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsRule;
import dev.belay.rule.StatementRule;
import dev.belay.rule.TextRule;
import dev.belay.script.InnerStatement;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptSet;
import dev.belay.script.ScriptType;
import dev.belay.script.Statement;
import dev.belay.script.StatementKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the pending scripts and asks every rule about them. */
public final class Analyzer {

    private final List<Rule> rules;
    private final RuleSettings settings;
    private final Function<ScriptFile, PreparedScript> reader;
    private final String defaultSchema;

    /**
     * @param rules mostly {@link Rules#ALL}
     * @param settings what the project says about them
     * @param reader reads a script
     * @param defaultSchema where an unqualified name is taken to be
     */
    public Analyzer(
            List<Rule> rules,
            RuleSettings settings,
            Function<ScriptFile, PreparedScript> reader,
            String defaultSchema) {
        this.rules = rules.stream().filter(settings::isOn).toList();
        this.settings = settings;
        this.reader = reader;
        this.defaultSchema = defaultSchema;
    }

    /**
     * What an analysis came to.
     *
     * @param scripts the scripts that were read, in the order in which they would run, undo scripts last
     * @param statements how many statements they have
     * @param unread those of them that the grammar could not read
     * @param findings by script in the order in which they run, then by place, then by rule
     */
    public record Analysis(List<ScriptFile> scripts, int statements, List<Unread> unread, List<Finding> findings) {}

    /**
     * Judges the pending scripts, and the set of all.
     *
     * @throws dev.belay.outcome.BelayException when a script cannot be read or decoded, or has a placeholder without value
     */
    public Analysis analyze(ScriptsContext context) {
        List<ScriptFile> scripts = inOrder(context);
        var findings = new ArrayList<Finding>();
        rulesOf(ScriptsRule.class).forEach(rule -> findings.addAll(rule.check(context)));
        var objects = new PendingObjects(defaultSchema);
        int statements = 0;
        var unread = new ArrayList<Unread>();
        for (ScriptFile script : scripts) {
            Reading reading = read(script);
            statements += reading.parsed.statements().size();
            unread.addAll(reading.unread());
            // an undo script runs on its own, and takes away what was there
            boolean undo = script.name().type() == ScriptType.UNDO;
            findings.addAll(judge(reading, undo ? new PendingObjects(defaultSchema) : objects));
        }
        return new Analysis(
                scripts,
                statements,
                List.copyOf(unread),
                findings.stream()
                        .map(settings::apply)
                        .sorted(order(context.scripts()))
                        .toList());
    }

    /** By script as they run, those that are no script of the set first; then by place, then by rule. */
    private static Comparator<Finding> order(ScriptSet scripts) {
        var places = new HashMap<String, Integer>();
        Stream.of(scripts.versioned(), scripts.repeatable(), scripts.callbacks(), scripts.undo())
                .flatMap(List::stream)
                .forEach(script -> places.put(script.location(), places.size()));
        return Comparator.comparing((Finding finding) -> places.getOrDefault(finding.location(), -1))
                .thenComparing(Finding::script)
                .thenComparing(finding ->
                        finding.span().map(span -> span.start().offset()).orElse(-1))
                .thenComparing(Finding::rule);
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

    private Reading read(ScriptFile script) {
        PreparedScript prepared = reader.apply(script);
        List<StatementKind> kinds =
                prepared.statements().stream().map(Grammar::kindOf).toList();
        return new Reading(script, prepared.parsed(), kinds, prepared.inTransaction());
    }

    private List<Finding> judge(Reading reading, PendingObjects objects) {
        var findings = new ArrayList<Finding>();
        rulesOf(TextRule.class).forEach(rule -> findings.addAll(rule.check(reading.script, reading.parsed)));
        boolean undo = reading.script.name().type() == ScriptType.UNDO;
        List<StatementRule> asked = rulesOf(StatementRule.class)
                .filter(rule -> !undo || rule.judgesUndo())
                .toList();
        for (Statement statement : reading.parsed.statements()) {
            StatementKind kind = reading.kind(statement);
            var whole = new RuleContext.Part(statement.span(), statement.source(), false);
            for (StatementKind part : parts(kind)) {
                findings.addAll(judge(reading.context(statement, whole, part, objects), asked));
                objects.ran(part);
            }
            if (kind instanceof StatementKind.DoBlock) {
                findings.addAll(judgeCode(reading, statement, asked, objects));
            }
        }
        return findings;
    }

    private static List<Finding> judgeCode(
            Reading reading, Statement statement, List<StatementRule> asked, PendingObjects objects) {
        var findings = new ArrayList<Finding>();
        for (InnerStatement inner : Grammar.inside(statement)) {
            var place = new RuleContext.Part(
                    reading.parsed.span(statement, inner.range()), inner.range().of(statement.sql()), true);
            for (StatementKind part : parts(inner.kind())) {
                findings.addAll(judge(reading.context(statement, place, part, objects), asked));
                objects.mayHaveRun(part);
            }
        }
        return findings;
    }

    private static List<Finding> judge(RuleContext context, List<StatementRule> asked) {
        return asked.stream().flatMap(rule -> rule.check(context).stream()).toList();
    }

    private static List<StatementKind> parts(StatementKind kind) {
        return kind instanceof StatementKind.Compound compound ? compound.parts() : List.of(kind);
    }

    private <R extends Rule> Stream<R> rulesOf(Class<R> type) {
        return rules.stream().filter(type::isInstance).map(type::cast);
    }

    /** A script as far as it is understood. */
    private record Reading(ScriptFile script, ParsedScript parsed, List<StatementKind> kinds, boolean inTransaction) {

        StatementKind kind(Statement statement) {
            return kinds.get(statement.number() - 1);
        }

        List<Unread> unread() {
            return parsed.statements().stream()
                    .filter(statement -> kind(statement) instanceof StatementKind.Opaque)
                    .map(statement -> new Unread(
                            script.script() + ":" + statement.span().start(), StatementSummary.of(statement)))
                    .toList();
        }

        RuleContext context(Statement statement, RuleContext.Part part, StatementKind kind, PendingObjects objects) {
            List<StatementKind> preceding = kinds.subList(0, statement.number() - 1);
            List<StatementKind> following = kinds.subList(statement.number(), kinds.size());
            return new RuleContext(script, statement, part, kind, preceding, following, inTransaction, objects);
        }
    }
}
