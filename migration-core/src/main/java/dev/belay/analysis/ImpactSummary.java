package dev.belay.analysis;

import dev.belay.finding.Finding;
import dev.belay.outcome.Impact;
import dev.belay.rule.ScriptsContext;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import dev.belay.trace.model.Trace;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sums up what all pending scripts together mean, in four lines for people who have to decide. */
public final class ImpactSummary {

    private final Analyzer.Analysis analysis;
    private final Verdict.Result verdict;
    private final ScriptsContext scripts;
    private final TableSizes sizes;

    /**
     * @param analysis what the texts say
     * @param verdict what was made of it; what is accepted has its effect all the same
     * @param scripts what is pending, and its undo scripts
     * @param sizes how large the tables are where the scripts are going to run
     */
    public ImpactSummary(Analyzer.Analysis analysis, Verdict.Result verdict, ScriptsContext scripts, TableSizes sizes) {
        this.analysis = analysis;
        this.verdict = verdict;
        this.scripts = scripts;
        this.sizes = sizes;
    }

    /**
     * {@return the summary}
     *
     * @param trace what the scripts did on the scratch server; empty when nothing was run
     * @param withData whether that was a copy with the data, so that durations mean something
     */
    public Impact of(Optional<Trace> trace, boolean withData) {
        if (scripts.pending().isEmpty()) {
            return Impact.NONE;
        }
        List<Finding> findings = verdict.effective();
        var work = trace.map(it -> TableWork.observed(analysis, it, findings))
                .orElseGet(() -> TableWork.claimed(findings));
        return new Impact(
                new DataAtRisk(analysis, sizes).of(findings, trace),
                work.blocked(sizes, withData),
                wayBack(),
                work.cost());
    }

    /** Whether the scripts lead back is another question than whether there are any. */
    private String wayBack() {
        List<ScriptFile> versioned = scripts.pending(scripts.scripts().versioned());
        if (versioned.isEmpty()) {
            return Impact.NONE.wayBack();
        }
        var undone = new HashSet<Version>();
        scripts.scripts().undo().forEach(undo -> undo.name().version().ifPresent(undone::add));
        List<String> without = versioned.stream()
                .map(script -> script.name().version().orElseThrow())
                .filter(version -> !undone.contains(version))
                .map(Version::toString)
                .toList();
        int all = versioned.size();
        if (without.isEmpty()) {
            return (all == 1 ? "the version has an undo script" : "all " + all + " versions have undo scripts")
                    + UNTESTED;
        }
        if (without.size() == all) {
            return all == 1
                    ? "none: the version has no undo script"
                    : "none of " + all + " versions has an undo script";
        }
        String missing = without.stream().limit(Listed.MOST).collect(Collectors.joining(", "));
        return (all - without.size()) + " of " + all + " versions have undo scripts, but not " + missing
                + (without.size() > Listed.MOST ? " and " + (without.size() - Listed.MOST) + " more" : "") + UNTESTED;
    }

    private static final String UNTESTED = " (untested: db:test)";
}
