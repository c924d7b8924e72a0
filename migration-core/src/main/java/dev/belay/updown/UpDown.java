package dev.belay.updown;

import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.TestOutcome.Chain;
import dev.belay.outcome.TestOutcome.Seed;
import dev.belay.outcome.TestedScript;
import dev.belay.outcome.TestedScript.Result;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.server.ScratchDatabase;
import dev.belay.updown.ChainTrial.Stretch;
import dev.belay.validation.AssertionFile;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tests scripts and their undo scripts on scratch databases. */
public final class UpDown {

    private final Request request;
    private final Seeds seeds;
    private final List<TestedScript> tested = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();

    private UpDown(Request request) {
        this.request = request;
        this.seeds = new Seeds(request.seeds());
    }

    /**
     * What to test.
     *
     * @param fresh opens a scratch database that has all before the first pair; closed before the next is opened
     * @param project how its scripts are read
     * @param pairs in the order in which they are applied, without a gap
     * @param seeds files of rows
     * @param timeout for each statement
     * @param listener hears of each pair when it has been tested
     */
    public record Request(
            Supplier<ScratchDatabase> fresh,
            MigrationProject project,
            List<Pair> pairs,
            List<AssertionFile> seeds,
            Duration timeout,
            Consumer<TestedScript> listener) {

        public Request {
            pairs = List.copyOf(pairs);
            seeds = List.copyOf(seeds);
        }
    }

    /**
     * What was found.
     *
     * @param server where, for people
     * @param scripts one for each pair
     * @param chains as {@link Chain} says
     * @param seeds one for each file
     */
    public record Tested(String server, List<TestedScript> scripts, List<Chain> chains, List<Seed> seeds) {}

    /**
     * Tests them. What scripts do never fails.
     *
     * @throws EnvironmentException when the scratch server does not answer
     * @throws dev.belay.outcome.RefusalException when a script cannot be read
     */
    public static Tested run(Request request) {
        return new UpDown(request).run();
    }

    private Tested run() {
        List<Pair> pairs = request.pairs();
        try (var bench = new Bench(request.fresh(), request.project(), pairs, seeds, request.timeout())) {
            testPairs(bench);
            var chain = new ChainTrial(bench, pairs);
            List<Chain> chains = stretches.stream()
                    .filter(stretch -> stretch.length() > 1)
                    .map(chain::walk)
                    .toList();
            return new Tested(bench.words(), tested, chains, seeds.told(pairs));
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The scratch server does not answer: " + e.getMessage(), "run the goal again"), e);
        }
    }

    private void testPairs(Bench bench) throws SQLException {
        SchemaSnapshot bottom = bench.snapshot();
        var test = new PairTrial(bench, seeds, bottom);
        int from = 0;
        for (int i = 0; i < request.pairs().size(); i++) {
            TestedScript script = test.test(request.pairs().get(i), i);
            tested.add(script);
            request.listener().accept(script);
            if (script.result() == Result.UP_FAILS) {
                stretches.add(new Stretch(from, i, bottom, test.before()));
                request.pairs().subList(i + 1, request.pairs().size()).forEach(pair -> tested.add(notTested(pair)));
                return;
            }
            if (script.result() == Result.NO_UNDO || script.result() == Result.UNDO_FAILS) {
                stretches.add(new Stretch(from, i, bottom, test.before()));
                from = i + 1;
                bottom = test.after();
            }
        }
        stretches.add(new Stretch(from, request.pairs().size(), bottom, test.after()));
    }

    private static TestedScript notTested(Pair pair) {
        return new TestedScript(
                pair.script(),
                pair.undo().map(undo -> undo.script()),
                Result.NOT_TESTED,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Duration.ZERO);
    }
}
