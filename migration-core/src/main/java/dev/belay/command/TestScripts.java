package dev.belay.command;

import dev.belay.analysis.ScratchRequest;
import dev.belay.analysis.ScratchTrace;
import dev.belay.analysis.SinceBase;
import dev.belay.git.BaseComparison;
import dev.belay.git.BaseState;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.TestOutcome;
import dev.belay.outcome.TestedScript;
import dev.belay.rule.ScriptsContext;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptSet;
import dev.belay.script.Version;
import dev.belay.updown.Pair;
import dev.belay.updown.UpDown;
import dev.belay.validation.AssertionFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Goal {@code test}: whether undo scripts undo. Each script of the choice is applied on a scratch database, taken back and
 * applied again, the schema compared; touches no other database.
 */
public final class TestScripts {

    private TestScripts() {}

    /** Which scripts are tested. */
    public sealed interface Choice {

        /**
         * Those that are new since the base.
         *
         * @param base the git ref; empty for the one that the surroundings name
         * @param environment of the build, which may name it
         */
        record Pending(Optional<String> base, Map<String, String> environment) implements Choice {}

        /**
         * Those that a database lacks.
         *
         * @param database for people
         * @param scripts as the history would name them
         */
        record PendingOn(String database, Set<String> scripts) implements Choice {}

        /**
         * Those between two versions, both included; empty for from the first, and to the last.
         *
         * @param from the lowest
         * @param to the highest
         */
        record Range(Optional<Version> from, Optional<Version> to) implements Choice {}
    }

    /**
     * @param folder the project's
     * @param project its scripts
     * @param directories where they are
     * @param choice which of them
     * @param scratch where
     * @param seeds files of rows
     * @param progress hears of each script
     */
    public record Request(
            Path folder,
            MigrationProject project,
            List<Path> directories,
            Choice choice,
            ScratchRequest scratch,
            List<AssertionFile> seeds,
            Progress progress) {}

    /**
     * What is tested, and on what.
     *
     * @param words for people
     * @param tested which scripts with a version
     * @param absent which are not part of the history either, above all those that are tested
     * @param former the content that changed repeatable scripts had before
     */
    private record Basis(
            String words, Predicate<ScriptFile> tested, Predicate<ScriptFile> absent, Map<String, byte[]> former) {}

    /**
     * Tests.
     *
     * @return what was found; {@link TestOutcome#failing} says whether it fails the build
     * @throws RefusalException when a script cannot be read, two have one version, the base or a version does not exist,
     *     or the history does not run
     * @throws dev.belay.outcome.EnvironmentException when there is no scratch server
     */
    public static TestOutcome run(Request request) {
        long start = System.nanoTime();
        request.project().requireSound();
        Basis basis = basis(request);
        List<Pair> pairs = pairs(request.project().scripts(), basis.tested());
        if (pairs.isEmpty()) {
            return new TestOutcome(basis.words(), Optional.empty(), List.of(), List.of(), List.of(), since(start));
        }
        var absent = new HashSet<ScriptFile>(request.project().scripts().versioned());
        absent.addAll(request.project().scripts().repeatable());
        absent.removeIf(script -> !basis.absent().test(script));
        var history = new ScratchTrace(request.scratch(), request.project(), absent, basis.former());
        UpDown.Tested tested = UpDown.run(new UpDown.Request(
                history::prepare,
                request.project(),
                pairs,
                request.seeds(),
                request.scratch().timeout(),
                script -> request.progress().detail(said(script))));
        return new TestOutcome(
                basis.words(),
                Optional.of(tested.server()),
                tested.scripts(),
                tested.chains(),
                tested.seeds(),
                since(start));
    }

    private static String said(TestedScript script) {
        return script.script() + ": " + script.result().name().toLowerCase(Locale.ROOT) + ", "
                + script.duration().toMillis() + " ms";
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static List<Pair> pairs(ScriptSet scripts, Predicate<ScriptFile> tested) {
        Map<Version, ScriptFile> undo = new HashMap<>();
        scripts.undo().forEach(file -> file.name().version().ifPresent(version -> undo.put(version, file)));
        return scripts.versioned().stream()
                .filter(tested)
                .map(script -> new Pair(script, script.name().version().map(undo::get)))
                .toList();
    }

    private static Basis basis(Request request) {
        if (request.choice() instanceof Choice.Range range) {
            return range(request.project().scripts(), range);
        }
        if (request.choice() instanceof Choice.PendingOn on) {
            Predicate<ScriptFile> pending = script -> on.scripts().contains(script.script());
            return new Basis("pending on " + on.database(), pending, pending, Map.of());
        }
        return sinceBase(request, (Choice.Pending) request.choice());
    }

    private static Basis range(ScriptSet scripts, Choice.Range range) {
        range.from().ifPresent(version -> requirePresent(scripts, "db.from", version));
        range.to().ifPresent(version -> requirePresent(scripts, "db.target", version));
        Predicate<ScriptFile> below = script -> range.from()
                .flatMap(from -> script.name().version().map(version -> version.compareTo(from) < 0))
                .orElse(false);
        Predicate<ScriptFile> above = script -> range.to()
                .flatMap(to -> script.name().version().map(version -> version.compareTo(to) > 0))
                .orElse(false);
        String words = range.from().isEmpty() && range.to().isEmpty()
                ? "all of them"
                : range.from().map(from -> "from version " + from).orElse("from the first")
                        + range.to().map(to -> " to version " + to).orElse(" on");
        // a repeatable script may need any version
        return new Basis(words, below.or(above).negate(), below.negate(), Map.of());
    }

    private static void requirePresent(ScriptSet scripts, String parameter, Version version) {
        boolean present = scripts.versioned().stream()
                .anyMatch(script ->
                        script.name().version().filter(version::equals).isPresent());
        if (!present) {
            throw new RefusalException(Problem.of(
                    parameter + " is " + version + ", and no script has that version.",
                    "Name one that is there: mvn db:history lists them."));
        }
    }

    private static Basis sinceBase(Request request, Choice.Pending choice) {
        var comparison = new BaseComparison(request.folder(), request.directories(), choice.environment());
        try (BaseState base = comparison.read(choice.base()).orElse(null)) {
            if (base == null) {
                return new Basis(
                        "all of them, there being no git branch to compare with",
                        script -> true,
                        script -> true,
                        Map.of());
            }
            var since = new SinceBase(request.project().scripts(), base, request.project()::nameOf);
            ScriptsContext context = since.context();
            Predicate<ScriptFile> pending = context.pending()::contains;
            return new Basis(
                    "new against " + base.ref() + " (" + base.commit() + ")",
                    pending,
                    pending,
                    since.formerRepeatables());
        }
    }
}
