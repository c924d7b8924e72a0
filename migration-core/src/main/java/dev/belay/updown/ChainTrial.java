package dev.belay.updown;

import dev.belay.migrate.Refused;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.TestOutcome.Chain;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Walks stretches of scripts down and up once more: one undo script after the other, as a downgrade of many versions does. */
final class ChainTrial {

    private final Bench bench;
    private final List<Pair> pairs;

    ChainTrial(Bench bench, List<Pair> pairs) {
        this.bench = bench;
        this.pairs = pairs;
    }

    /**
     * A stretch in which each undo script runs.
     *
     * @param from the place of its first script
     * @param to the place behind its last
     * @param bottom the schema before the first
     * @param top the schema behind the last
     */
    record Stretch(int from, int to, SchemaSnapshot bottom, SchemaSnapshot top) {

        int length() {
            return to - from;
        }
    }

    Chain walk(Stretch stretch) {
        try {
            bench.moveTo(stretch.to());
            Chain chain = walkNow(stretch);
            if (!chain.failure().isEmpty()
                    || !chain.differences().isEmpty()
                    || !chain.again().isEmpty()) {
                bench.spoil();
            }
            return chain;
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The scratch server does not answer: " + e.getMessage(), "run the goal again"), e);
        }
    }

    private Chain walkNow(Stretch stretch) throws SQLException {
        for (int i = stretch.to() - 1; i >= stretch.from(); i--) {
            Optional<Refused> refused = bench.run(pairs.get(i).undo().orElseThrow());
            if (refused.isPresent()) {
                return chain(stretch, refused.get());
            }
        }
        SchemaDiff down = SchemaDiff.between(stretch.bottom(), bench.snapshot());
        for (int i = stretch.from(); i < stretch.to(); i++) {
            Optional<Refused> refused = bench.run(pairs.get(i).up());
            if (refused.isPresent()) {
                return chain(stretch, down, refused.get().lines(), List.of());
            }
        }
        SchemaDiff again = SchemaDiff.between(stretch.top(), bench.snapshot());
        return chain(stretch, down, List.of(), again.isColumnOrderOnly() ? List.of() : again.lines());
    }

    private Chain chain(Stretch stretch, Refused refused) {
        return chain(stretch, new SchemaDiff(List.of()), refused.lines(), List.of());
    }

    private Chain chain(Stretch stretch, SchemaDiff down, List<String> failure, List<String> again) {
        return new Chain(
                pairs.get(stretch.from()).script(),
                pairs.get(stretch.to() - 1).script(),
                stretch.length(),
                failure,
                down.lines(),
                down.isColumnOrderOnly(),
                again);
    }
}
