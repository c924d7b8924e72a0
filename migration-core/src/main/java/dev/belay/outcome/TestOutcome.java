package dev.belay.outcome;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether undo scripts undo.
 *
 * @param basis which scripts were tested, for people: {@code all of them}
 * @param server where; empty when there was nothing to test
 * @param scripts in the order in which they are applied
 * @param chains stretches of two and more scripts, walked down and up once more; a script whose undo script does not run
 *     parts them
 * @param seeds the files with rows, in the order of their names
 * @param duration of all of it
 */
public record TestOutcome(
        String basis,
        Optional<String> server,
        List<TestedScript> scripts,
        List<Chain> chains,
        List<Seed> seeds,
        Duration duration) {

    public TestOutcome {
        scripts = List.copyOf(scripts);
        chains = List.copyOf(chains);
        seeds = List.copyOf(seeds);
    }

    /**
     * A stretch of scripts, undone from the last to the first, and applied again.
     *
     * @param first its lowest script
     * @param last its highest script
     * @param scripts how many it has
     * @param failure what the server refused on the way; empty when it refused nothing
     * @param differences how the schema at the bottom differs from what was there before, a line each
     * @param columnOrderOnly whether those are of the order of columns only
     * @param again how the schema at the top differs from what it was, a line each; the order of columns is no difference
     */
    public record Chain(
            String first,
            String last,
            int scripts,
            List<String> failure,
            List<String> differences,
            boolean columnOrderOnly,
            List<String> again) {

        public Chain {
            failure = List.copyOf(failure);
            differences = List.copyOf(differences);
            again = List.copyOf(again);
        }

        /** {@return what is wrong with it} */
        public Set<TestFlaw> flaws() {
            if (failure.isEmpty() && again.isEmpty() && (differences.isEmpty() || columnOrderOnly)) {
                return differences.isEmpty() ? Set.of() : Set.of(TestFlaw.COLUMN_ORDER);
            }
            return Set.of(TestFlaw.CHAIN);
        }
    }

    /**
     * A file of rows to begin with.
     *
     * @param file its name
     * @param before the first script that found its rows there; empty for the first of all when they were inserted at
     *     once, and when they never were
     * @param refused why its rows never were inserted; empty when they were
     */
    public record Seed(String file, Optional<String> before, List<String> refused) {

        public Seed {
            refused = List.copyOf(refused);
        }
    }

    /** {@return how many scripts ended so} */
    public long count(TestedScript.Result result) {
        return scripts.stream().filter(script -> script.result() == result).count();
    }

    /** {@return how many scripts have that flaw} */
    public long count(TestFlaw flaw) {
        return scripts.stream().filter(script -> script.flaws().contains(flaw)).count();
    }

    /** {@return what of the flaws that fail the build there is} */
    public Set<TestFlaw> failing(Set<TestFlaw> failOn) {
        var found = EnumSet.noneOf(TestFlaw.class);
        scripts.forEach(script -> found.addAll(script.flaws()));
        chains.forEach(chain -> found.addAll(chain.flaws()));
        found.retainAll(failOn);
        return found;
    }
}
