package dev.belay.analysis;

import dev.belay.finding.Finding;
import dev.belay.outcome.CheckOutcome.Allowed;
import dev.belay.outcome.CheckOutcome.Overturned;
import dev.belay.rule.AllowanceContext;
import dev.belay.rule.AllowanceRule;
import dev.belay.rule.CatalogueContext;
import dev.belay.rule.CatalogueRule;
import dev.belay.rule.QueryContext;
import dev.belay.rule.QueryRule;
import dev.belay.rule.Rule;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.script.ScriptSet;
import dev.belay.script.Statement;
import dev.belay.trace.model.ScriptTrace;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.Trace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Makes one verdict of what the texts gave rise to and what the scratch server showed: confirms or overturns the one by
 * the other, asks the rules that judge what was observed, and applies what the project says about rules.
 */
public final class Verdict {

    private final List<Rule> rules;
    private final RuleSettings settings;
    private final ScriptSet scripts;
    private final TableSizes sizes;
    private final LocalDate today;

    /**
     * @param rules those that are not off
     * @param settings what the project says about them
     * @param scripts all scripts, for the order of findings
     * @param sizes how large the tables are where the scripts are going to run
     * @param today the day on which allowances have to hold
     */
    public Verdict(List<Rule> rules, RuleSettings settings, ScriptSet scripts, TableSizes sizes, LocalDate today) {
        this.rules = List.copyOf(rules);
        this.settings = settings;
        this.scripts = scripts;
        this.sizes = sizes;
        this.today = today;
    }

    /**
     * What the check says.
     *
     * @param findings by script in the order in which they run, then by place, then by rule
     * @param overturned in the same order
     * @param allowed in the same order
     */
    public record Result(List<Finding> findings, List<Overturned> overturned, List<Allowed> allowed) {

        /** {@return what is true, whether accepted or not} */
        List<Finding> effective() {
            return Stream.concat(findings.stream(), allowed.stream().map(Allowed::finding))
                    .toList();
        }
    }

    /** {@return the verdict on the text alone} */
    public Result of(Analyzer.Analysis analysis) {
        var decided = new DecidedRules(rules, Optional.empty(), false);
        return result(analysis, analysis.findings(), List.of(), decided, UnaryOperator.identity());
    }

    /**
     * {@return the verdict on the text and on what was observed}
     *
     * @param queries what became of the application's queries; empty when none were tried
     */
    public Result of(Analyzer.Analysis analysis, Trace trace, Optional<QueryContext> queries) {
        var findings = new ArrayList<Finding>();
        var overturned = new ArrayList<Overturned>();
        Map<String, List<Finding>> byPlace = new HashMap<>();
        for (Finding finding : analysis.findings()) {
            Optional<StatementTrace> seen = traceOf(analysis, trace, finding);
            Optional<Finding> confirmed =
                    seen.map(Confrontation::new).map(it -> it.confirm(finding)).orElse(Optional.of(finding));
            confirmed.ifPresentOrElse(findings::add, () -> {
                Overturned reversal = new Confrontation(seen.orElseThrow()).overturn(finding);
                overturned.add(reversal);
                reversal.now().ifPresent(findings::add);
            });
            // what was disproved has been spoken of, too
            byPlace.computeIfAbsent(finding.location(), location -> new ArrayList<>())
                    .add(finding);
        }
        findings.addAll(observed(analysis, trace, byPlace));
        findings.addAll(ofCatalogue(analysis, trace));
        queries.ifPresent(it -> rulesOf(QueryRule.class).forEach(rule -> findings.addAll(rule.check(it))));
        var fixes = new FixJudge(trace.before(), trace.major());
        findings.replaceAll(fixes::apply);
        return result(
                analysis,
                findings,
                overturned,
                new DecidedRules(rules, Optional.of(trace), queries.isPresent()),
                new Consequences(analysis.readings(), trace)::fold);
    }

    private List<Finding> observed(Analyzer.Analysis analysis, Trace trace, Map<String, List<Finding>> said) {
        var findings = new ArrayList<Finding>();
        for (ScriptReading reading : analysis.readings()) {
            List<Finding> here = said.getOrDefault(reading.script().location(), List.of());
            for (Statement statement : reading.parsed().statements()) {
                Optional<TraceContext> context = traceOf(reading, trace)
                        .flatMap(script -> script.statement(statement.number()))
                        .map(seen -> context(reading, statement, seen, here, trace));
                context.ifPresent(it -> rulesOf(TraceRule.class).forEach(rule -> findings.addAll(rule.check(it))));
            }
        }
        return findings;
    }

    private static TraceContext context(
            ScriptReading reading, Statement statement, StatementTrace seen, List<Finding> here, Trace trace) {
        List<Finding> said =
                here.stream().filter(finding -> isIn(finding, statement)).toList();
        return new TraceContext(
                reading.script(),
                reading.parsed(),
                statement,
                reading.kind(statement),
                seen,
                said,
                trace.before(),
                reading.inTransaction(),
                trace.major());
    }

    private List<Finding> ofCatalogue(Analyzer.Analysis analysis, Trace trace) {
        List<CatalogueContext.Traced> traced = analysis.readings().stream()
                .flatMap(reading -> traceOf(reading, trace)
                        .map(script -> new CatalogueContext.Traced(
                                reading.script(), reading.parsed().statements(), script))
                        .stream())
                .toList();
        var context = new CatalogueContext(trace.before(), trace.after(), traced);
        return rulesOf(CatalogueRule.class)
                .flatMap(rule -> rule.check(context).stream())
                .toList();
    }

    /** {@return what the statement did that a finding is about; empty when it was not observed, or code may have passed it over} */
    private static Optional<StatementTrace> traceOf(Analyzer.Analysis analysis, Trace trace, Finding finding) {
        return analysis.readings().stream()
                .filter(reading -> reading.script().location().equals(finding.location()))
                .findFirst()
                .flatMap(reading -> reading.parsed().statements().stream()
                        .filter(statement ->
                                finding.span().filter(statement.span()::equals).isPresent())
                        .findFirst()
                        .flatMap(statement ->
                                traceOf(reading, trace).flatMap(script -> script.statement(statement.number()))));
    }

    private static Optional<ScriptTrace> traceOf(ScriptReading reading, Trace trace) {
        return trace.script(reading.script().script());
    }

    private static boolean isIn(Finding finding, Statement statement) {
        return finding.span()
                .filter(span ->
                        span.start().offset() >= statement.span().start().offset()
                                && span.end().offset() <= statement.span().end().offset())
                .isPresent();
    }

    private Result result(
            Analyzer.Analysis analysis,
            List<Finding> findings,
            List<Overturned> overturned,
            Suppression.Decided decided,
            UnaryOperator<List<Finding>> folding) {
        var size = new SizeJudge(analysis, sizes);
        List<Finding> weighed =
                findings.stream().map(size::apply).map(settings::apply).toList();
        Suppression.Outcome accepted = new Suppression(analysis.readings(), Rules.NAMES, today, decided)
                .apply(weighed, overturned.stream().map(Overturned::finding).toList());
        var order = FindingOrder.of(scripts);
        return new Result(
                folding.apply(Stream.concat(accepted.findings().stream(), aboutAllowances(accepted.comments()))
                        .sorted(order)
                        .toList()),
                overturned.stream()
                        .sorted((a, b) -> order.compare(a.finding(), b.finding()))
                        .toList(),
                accepted.allowed().stream()
                        .sorted((a, b) -> order.compare(a.finding(), b.finding()))
                        .toList());
    }

    private Stream<Finding> aboutAllowances(List<AllowanceContext> comments) {
        return rulesOf(AllowanceRule.class)
                .flatMap(rule -> comments.stream().flatMap(comment -> rule.check(comment).stream()))
                .map(settings::apply);
    }

    private <R extends Rule> Stream<R> rulesOf(Class<R> type) {
        return rules.stream().filter(type::isInstance).map(type::cast);
    }
}
