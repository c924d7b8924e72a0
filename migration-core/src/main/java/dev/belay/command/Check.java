package dev.belay.command;

import dev.belay.analysis.Analyzer;
import dev.belay.analysis.CheckedScripts;
import dev.belay.analysis.ImpactSummary;
import dev.belay.analysis.Rules;
import dev.belay.analysis.ScratchTrace;
import dev.belay.analysis.SinceBase;
import dev.belay.analysis.Trial;
import dev.belay.analysis.Verdict;
import dev.belay.git.BaseComparison;
import dev.belay.git.BaseState;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.RefusalException;
import dev.belay.rule.Rule;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsContext.Highest;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptSet;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import dev.belay.trace.model.Trace;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code db:check}: looks at the pending scripts for what is dangerous. Needs no database, and touches none. */
public final class Check {

    private Check() {}

    /**
     * Checks.
     *
     * @return what was found; {@link CheckOutcome#fails} says whether it fails the build
     * @throws RefusalException when the base does not exist, a shallow clone lacks it, or a script
     *     cannot be decoded or has a placeholder without value
     * @throws dev.belay.outcome.EnvironmentException when the repository or a script cannot be read
     */
    public static CheckOutcome run(CheckRequest request) {
        return look(request).outcome();
    }

    /**
     * What a check has come to.
     *
     * @param seen on the scratch server; empty when nothing was tried
     */
    record Looked(CheckOutcome outcome, Optional<ScratchTrace.Seen> seen) {}

    /** {@return the same, with what was seen} */
    static Looked look(CheckRequest request) {
        long started = System.nanoTime();
        Basis basis = basis(request);
        List<Rule> rules = request.rules().on(Rules.ALL);
        var analyzer = new Analyzer(
                rules, request.migrations()::read, request.migrations().defaultSchema(), request.major());
        var verdict = new Verdict(rules, request.rules(), request.scripts(), request.sizes(), LocalDate.now());
        Trying trying = trying(request, basis);
        try (Trial trial = trying.trial().orElse(null)) {
            Analyzer.Analysis analysis = analyzer.analyze(basis.context());
            Optional<ScratchTrace.Seen> seen =
                    Optional.ofNullable(trial).map(it -> it.run(leftOut(request, analysis), request.queries()));
            Verdict.Result result = seen.map(it -> verdict.of(analysis, it.trace(), it.queries()))
                    .orElseGet(() -> verdict.of(analysis));
            Optional<Trace> trace = seen.map(ScratchTrace.Seen::trace);
            var outcome = new CheckOutcome(
                    basis.words(),
                    basis.advisory(),
                    seen.map(Check::scratchWords),
                    trace.map(Trace::incomplete).orElse(trying.not()),
                    CheckedScripts.of(analysis, trace),
                    result.findings(),
                    result.overturned(),
                    result.allowed(),
                    new ImpactSummary(analysis, result, basis.context(), request.sizes()).of(trace, false),
                    Duration.ofNanos(System.nanoTime() - started));
            return new Looked(outcome, seen);
        }
    }

    private static Set<String> leftOut(CheckRequest request, Analyzer.Analysis analysis) {
        var leftOut = new HashSet<>(analysis.untriable());
        request.target().ifPresent(target -> leftOut.addAll(target.later()));
        return leftOut;
    }

    private static String scratchWords(ScratchTrace.Seen seen) {
        return seen.trace().server() + seen.tried().map(words -> ", " + words).orElse("");
    }

    /** What is tried on a scratch server, or why nothing is. */
    private record Trying(Optional<Trial> trial, Optional<String> not) {

        static Trying not(String why) {
            return new Trying(Optional.empty(), Optional.of(why));
        }
    }

    private static Trying trying(CheckRequest request, Basis basis) {
        if (request.undoing().isPresent()) {
            return trying(request, request.undoing().get());
        }
        Set<ScriptFile> pending = basis.context().pending();
        boolean anythingRuns = pending.stream().anyMatch(script -> script.name().type() != ScriptType.UNDO);
        if (!anythingRuns) {
            return new Trying(Optional.empty(), Optional.empty());
        }
        if (request.scratch().isEmpty()) {
            return Trying.not("db.scratch is none");
        }
        try {
            request.migrations().requireSound();
        } catch (RefusalException e) {
            return Trying.not(e.problem().what());
        }
        var scratch = new ScratchTrace(
                request.scratch().get(), request.migrations(), absent(request, pending), basis.former());
        return new Trying(Optional.of(Trial.begin(scratch)), Optional.empty());
    }

    private static Trying trying(CheckRequest request, CheckRequest.Undoing undoing) {
        if (request.scratch().isEmpty()) {
            return Trying.not("db.scratch is none");
        }
        List<String> missing = undoing.applied().missing();
        if (request.scratch().get().replay() && !missing.isEmpty()) {
            return Trying.not("the history cannot be replayed without the text of " + String.join(", ", missing));
        }
        var scratch = new ScratchTrace(request.scratch().get(), request.migrations(), undoing.down());
        return new Trying(Optional.of(Trial.begin(scratch)), Optional.empty());
    }

    /** What is no part of the history that is replayed. */
    private static Set<ScriptFile> absent(CheckRequest request, Set<ScriptFile> pending) {
        var absent = new HashSet<>(pending);
        request.target()
                .ifPresent(target -> target.later()
                        .forEach(script -> request.scripts().script(script).ifPresent(absent::add)));
        return absent;
    }

    private static Basis basis(CheckRequest request) {
        if (request.undoing().isPresent()) {
            return new Basis(
                    "to be undone on " + request.target().orElseThrow().database(),
                    false,
                    withoutBase(request.scripts())
                            .judging(request.undoing().get().scripts(), Optional.empty()),
                    Map.of());
        }
        var comparison = new BaseComparison(request.project(), request.directories(), request.environment());
        if (request.target().isPresent()) {
            return onTarget(request, request.target().get(), comparison);
        }
        try (BaseState base = comparison.read(request.base()).orElse(null)) {
            if (base == null) {
                return new Basis(
                        "all of them, there being no git branch to compare with",
                        true,
                        withoutBase(request.scripts()),
                        Map.of());
            }
            var since = new SinceBase(request.scripts(), base, request.migrations()::nameOf);
            return new Basis(
                    "new against " + base.ref() + " (" + base.commit() + ")",
                    false,
                    since.context(),
                    since.formerRepeatables());
        }
    }

    private static Basis onTarget(
            CheckRequest request, CheckRequest.PendingOnTarget target, BaseComparison comparison) {
        Set<ScriptFile> pending = pending(request.scripts(), target);
        Optional<Highest> highest = request.scripts().versioned().stream()
                .filter(script -> !pending.contains(script) && !target.later().contains(script.script()))
                .flatMap(script -> script.name().version().stream())
                .max(Version::compareTo)
                .map(version -> new Highest(version, target.database()));
        ScriptsContext context = sinceBase(request, comparison).orElseGet(() -> withoutBase(request.scripts()));
        return new Basis("pending on " + target.database(), false, context.judging(pending, highest), Map.of());
    }

    /** What the target lacks, and the undo scripts of that. */
    private static Set<ScriptFile> pending(ScriptSet scripts, CheckRequest.PendingOnTarget target) {
        var pending = new HashSet<ScriptFile>();
        Stream.of(scripts.versioned(), scripts.repeatable())
                .flatMap(List::stream)
                .filter(script -> target.scripts().contains(script.script()))
                .forEach(pending::add);
        Set<Optional<Version>> versions =
                pending.stream().map(script -> script.name().version()).collect(Collectors.toSet());
        scripts.undo().stream()
                .filter(undo -> versions.contains(undo.name().version()))
                .forEach(pending::add);
        return pending;
    }

    /** A release pipeline's clone is often shallow: with a target the base is welcome, and not needed. */
    private static Optional<ScriptsContext> sinceBase(CheckRequest request, BaseComparison comparison) {
        try (BaseState base = comparison.read(request.base()).orElse(null)) {
            return Optional.ofNullable(base)
                    .map(state -> new SinceBase(request.scripts(), state, request.migrations()::nameOf).context());
        } catch (RefusalException e) {
            if (request.base().isPresent()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static ScriptsContext withoutBase(ScriptSet scripts) {
        return new ScriptsContext(
                scripts, all(scripts), scripts.misnamed(), List.of(), List.of(), List.of(), Optional.empty(), "");
    }

    private static Set<ScriptFile> all(ScriptSet scripts) {
        var all = new HashSet<ScriptFile>();
        Stream.of(scripts.versioned(), scripts.undo(), scripts.repeatable(), scripts.callbacks())
                .forEach(all::addAll);
        return all;
    }

    /** What is judged, what that was measured against, and what changed repeatable scripts were there. */
    private record Basis(String words, boolean advisory, ScriptsContext context, Map<String, byte[]> former) {}
}
