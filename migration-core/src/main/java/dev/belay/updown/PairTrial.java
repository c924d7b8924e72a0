package dev.belay.updown;

import dev.belay.migrate.Refused;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.TestedScript;
import dev.belay.outcome.TestedScript.Result;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.script.ScriptFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tests one pair after the other. The script is applied for good; its undo script, and the script again, in a transaction
 * that is rolled back where that can be: so whatever they leave, the next script finds what it should. What cannot be
 * tried so, or fails only so, is run for good, and a database that it has spoilt is made anew.
 */
final class PairTrial {

    private final Bench bench;
    private final Seeds seeds;
    private SchemaSnapshot before;
    private SchemaSnapshot after;

    /** @param before the schema before the first pair */
    PairTrial(Bench bench, Seeds seeds, SchemaSnapshot before) {
        this.bench = bench;
        this.seeds = seeds;
        this.before = before;
        this.after = before;
    }

    /** {@return the schema before the pair that was tested last} */
    SchemaSnapshot before() {
        return before;
    }

    /** {@return the schema behind the script that was tested last, which is the one before the next} */
    SchemaSnapshot after() {
        return after;
    }

    /** What the way down, and up again, has shown. */
    private record Way(
            Result result, List<String> differences, Optional<Refused> failure, List<String> again, List<String> lost) {

        static Way failed(Refused refused) {
            return new Way(Result.UNDO_FAILS, List.of(), Optional.of(refused), List.of(), List.of());
        }

        boolean leavesNoTrace() {
            return result == Result.EXACT && again.isEmpty() && lost.isEmpty();
        }
    }

    /**
     * Tests the next pair; the bench has all before it, and then this script too.
     *
     * @param number its place, from 0
     */
    TestedScript test(Pair pair, int number) {
        long start = System.nanoTime();
        try {
            before = after;
            bench.moveTo(number);
            bench.seed();
            RowDigest rows = rows();
            Optional<Refused> refused = bench.next();
            if (refused.isPresent()) {
                return told(pair, start, new Way(Result.UP_FAILS, List.of(), refused, List.of(), List.of()));
            }
            after = bench.snapshot();
            if (pair.undo().isEmpty()) {
                return told(pair, start, new Way(Result.NO_UNDO, List.of(), Optional.empty(), List.of(), List.of()));
            }
            return told(pair, start, way(pair, pair.undo().get(), rows));
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of("The scratch server does not answer: " + e.getMessage(), "run the goal again"), e);
        }
    }

    private static TestedScript told(Pair pair, long start, Way way) {
        boolean restores = way.result == Result.EXACT || way.result == Result.COLUMN_ORDER;
        return new TestedScript(
                pair.script(),
                pair.undo().map(ScriptFile::script),
                restores && !way.again.isEmpty() ? Result.NOT_AGAIN : way.result,
                way.differences,
                way.failure.map(Refused::lines).orElse(List.of()),
                way.again,
                way.lost,
                Duration.ofNanos(System.nanoTime() - start));
    }

    private RowDigest rows() throws SQLException {
        return seeds.anyIn()
                ? RowDigest.read(bench.connection(), bench.scripts().historyTable())
                : RowDigest.NONE;
    }

    private Way way(Pair pair, ScriptFile undo, RowDigest rows) throws SQLException {
        if (pair.fitsInTransaction(bench.scripts())) {
            Way way = tried(pair, undo, rows);
            // the undo script runs as it always does; the script again in the same transaction is not what happens
            if (way.failure.isPresent() || way.again.isEmpty()) {
                return way;
            }
        }
        Way way = done(pair, undo, rows);
        if (!way.leavesNoTrace()) {
            bench.spoil();
        }
        return way;
    }

    private Way tried(Pair pair, ScriptFile undo, RowDigest rows) throws SQLException {
        Connection connection = bench.connection();
        connection.setAutoCommit(false);
        try {
            Optional<Refused> refused = bench.runWithin(undo);
            if (refused.isPresent()) {
                return Way.failed(refused.get());
            }
            SchemaDiff diff = SchemaDiff.between(before, bench.snapshot());
            List<String> lost = lost(rows);
            return way(diff, lost, bench.runWithin(pair.up()));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private Way done(Pair pair, ScriptFile undo, RowDigest rows) throws SQLException {
        Optional<Refused> refused = bench.run(undo);
        if (refused.isPresent()) {
            return Way.failed(refused.get());
        }
        SchemaDiff diff = SchemaDiff.between(before, bench.snapshot());
        List<String> lost = lost(rows);
        return way(diff, lost, bench.run(pair.up()));
    }

    private List<String> lost(RowDigest rows) throws SQLException {
        return rows == RowDigest.NONE ? List.of() : rows.lostIn(rows());
    }

    private Way way(SchemaDiff diff, List<String> lost, Optional<Refused> refused) throws SQLException {
        Result result = result(diff);
        List<String> again = refused.isPresent() ? refused.get().lines() : again(result);
        return new Way(result, diff.lines(), Optional.empty(), again, lost);
    }

    /** What was left before is there again now: of that no second word. */
    private List<String> again(Result result) throws SQLException {
        SchemaDiff again = SchemaDiff.between(after, bench.snapshot());
        return result == Result.DIFFERS || again.isColumnOrderOnly() ? List.of() : again.lines();
    }

    private static Result result(SchemaDiff diff) {
        if (diff.isEmpty()) {
            return Result.EXACT;
        }
        return diff.isColumnOrderOnly() ? Result.COLUMN_ORDER : Result.DIFFERS;
    }
}
