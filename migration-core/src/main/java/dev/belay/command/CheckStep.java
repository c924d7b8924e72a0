package dev.belay.command;

import dev.belay.command.CheckRequest.PendingOnTarget;
import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.StepReport.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Step 2: what is dangerous about the planned scripts. */
record CheckStep(Safeguards guards, RunSteps steps, DatabaseRequest database) {

    /**
     * {@return what was looked at and seen; empty when no check was asked for}
     *
     * @param pending what is planned
     * @param asked makes of the request of a check what this run needs
     */
    Optional<Check.Looked> take(OpenDatabase open, PendingOnTarget pending, UnaryOperator<CheckRequest> asked) {
        if (guards.checking().isEmpty()) {
            steps.skip(Step.CHECK, "not asked for in " + database.environment());
            return Optional.empty();
        }
        Safeguards.Checking checking = guards.checking().get();
        return Optional.of(steps.take(Step.CHECK, () -> {
            CheckRequest request =
                    asked.apply(checking.request().of(pending, open.major(), TargetFacts.read(database, false)));
            Check.Looked looked = Check.look(request);
            CheckOutcome outcome = looked.outcome();
            outcome.allowed()
                    .forEach(allowed -> steps.audit("allowed: "
                            + allowed.finding().rule() + " in " + place(allowed.finding()) + ": " + allowed.reason()));
            judge(checking, outcome);
            return RunSteps.Ended.warned(
                    looked,
                    counts(outcome.findings()),
                    worstFirst(outcome.findings().stream().filter(finding -> finding.severity() != Severity.LOW)));
        }));
    }

    private void judge(Safeguards.Checking checking, CheckOutcome outcome) {
        List<Finding> high = outcome.findings().stream()
                .filter(finding -> finding.severity() == Severity.HIGH)
                .toList();
        boolean production = database.environment() == Environment.PRODUCTION;
        boolean refused = outcome.fails(checking.failOn()) || production && !high.isEmpty();
        if (!refused) {
            return;
        }
        // in production force does not do: whoever wrote the script has to have seen it
        if (guards.force() && (!production || high.isEmpty())) {
            steps.audit("forced: the check found " + counts(outcome.findings()));
            return;
        }
        throw new RefusalException(Problem.of(
                        "the check found " + counts(outcome.findings()),
                        "correct the scripts, or allow a finding where it is:  -- db:allow <rule>: <reason>"
                                + (production ? "" : "   or add -Ddb.force=true"))
                .withDetails(forbidding(outcome, checking.failOn(), production))
                .withState("The database is unchanged."));
    }

    /** Hundreds of others would hide them. */
    private static List<String> forbidding(CheckOutcome outcome, FailOn failOn, boolean production) {
        List<Finding> forbidding = outcome.findings().stream()
                .filter(finding ->
                        outcome.failsOn(finding, failOn) || production && finding.severity() == Severity.HIGH)
                .toList();
        var lines = new ArrayList<>(worstFirst(forbidding.stream()));
        int others = outcome.findings().size() - forbidding.size();
        if (others > 0) {
            lines.add("and " + others + (others == 1 ? " that forbids" : " that forbid")
                    + " nothing; mvn db:check shows " + (others == 1 ? "it" : "them"));
        }
        return lines;
    }

    private static List<String> worstFirst(Stream<Finding> findings) {
        return findings.sorted(Comparator.comparing(Finding::severity).reversed())
                .map(CheckStep::line)
                .toList();
    }

    private static String counts(List<Finding> findings) {
        return List.of(Severity.HIGH, Severity.MEDIUM, Severity.LOW).stream()
                .map(severity -> findings.stream()
                                .filter(finding -> finding.severity() == severity)
                                .count()
                        + " " + severity.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    static String line(Finding finding) {
        return place(finding) + " · " + finding.severity().name().toLowerCase(Locale.ROOT) + " · " + finding.rule()
                + ": " + finding.message();
    }

    private static String place(Finding finding) {
        return finding.script() + finding.span().map(span -> ":" + span.start()).orElse("");
    }
}
