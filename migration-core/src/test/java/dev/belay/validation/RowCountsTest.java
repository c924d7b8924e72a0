package dev.belay.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.script.QualifiedName;
import dev.belay.testing.TestBinaries;
import dev.belay.validation.RowCounts.Count;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowCountsTest extends DatabaseReadingTest {

    private static final QualifiedName T = QualifiedName.of("public", "t");

    private RowCounts read() {
        return RowCounts.read(connection, Long.MAX_VALUE, LONG);
    }

    /** What was counted, but for one row more. */
    private static RowCounts oneMore(RowCounts counts, QualifiedName table) {
        var changed = new HashMap<>(counts.tables());
        changed.computeIfPresent(
                table, (name, count) -> new Count(count.rows() + 1, count.exact(), count.writes(), count.file()));
        return new RowCounts(changed);
    }

    @Test
    void smallTablesAreCountedAndLargeOnesEstimated() throws SQLException {
        database.execute("CREATE TABLE t AS SELECT generate_series(1, 100); CREATE TABLE large AS"
                + " SELECT generate_series(1, 50000) AS n; CREATE TABLE p (a int) PARTITION BY LIST (a);"
                + "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); INSERT INTO p VALUES (1), (1);"
                + "CREATE TABLE child () INHERITS (t); ANALYZE");
        RowCounts counts = RowCounts.read(connection, 100_000, LONG);
        assertThat(counts.tables().get(T)).satisfies(count -> {
            assertThat(count.rows()).isEqualTo(100);
            assertThat(count.exact()).isTrue();
        });
        assertThat(counts.tables().get(QualifiedName.of("public", "large"))).satisfies(count -> {
            assertThat(count.rows()).isEqualTo(50_000);
            assertThat(count.exact()).isFalse();
        });
        assertThat(counts.tables())
                .containsOnlyKeys(
                        T,
                        QualifiedName.of("public", "large"),
                        QualifiedName.of("public", "p1"),
                        QualifiedName.of("public", "child"));
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(read().tables().values()).allMatch(Count::exact);
    }

    @Test
    void aTableThatSomebodyLocksIsEstimated() throws SQLException {
        database.execute("CREATE TABLE t (n int)");
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE t");
            assertThat(RowCounts.read(connection, Long.MAX_VALUE, Duration.ofSeconds(5))
                            .tables()
                            .get(T)
                            .exact())
                    .isFalse();
        }
    }

    @Test
    void rowsThatDifferThoughNobodyWroteAreTold() {
        database.execute("CREATE TABLE t AS SELECT generate_series(1, 5); CREATE TABLE other ()");
        awaitWrites(5);
        RowCounts before = read();
        assertThat(read().changedSince(before, Set.of(), connection, Duration.ZERO))
                .isEmpty();
        RowCounts after = oneMore(before, T);
        assertThat(after.changedSince(before, Set.of(), connection, Duration.ofMillis(1)))
                .containsExactly("the table public.t had 5 rows and has 6, though neither a script nor anybody else is"
                        + " known to have written to it");
        assertThat(after.changedSince(before, Set.of(T), connection, Duration.ofMillis(1)))
                .isEmpty();
    }

    @Test
    void aTableThatIsWrittenToIsNotComparedEvenWhenItsWriterTellsOfItLate() throws SQLException {
        database.execute("CREATE TABLE t AS SELECT generate_series(1, 5)");
        awaitWrites(5);
        // it takes its time: the oldest, which tells differently, and one of the others
        assumeTrue(database.major() == 14 || database.major() == TestBinaries.defaultMajor());
        RowCounts before = read();
        try (Connection writer = database.connect()) {
            writer.createStatement().execute("INSERT INTO t VALUES (6)");
            assertThat(read().changedSince(before, Set.of(), connection, RowCounts.SETTLE))
                    .isEmpty();
        }
    }

    @Test
    void aTruncatedTableIsWrittenTo() {
        database.execute("CREATE TABLE t AS SELECT generate_series(1, 5)");
        awaitWrites(5);
        RowCounts before = read();
        database.execute("TRUNCATE t");
        RowCounts after = read();
        assertThat(after.tables().get(T).rows()).isZero();
        assertThat(after.changedSince(before, Set.of(), connection, Duration.ZERO))
                .isEmpty();
    }

    @Test
    void anEstimateIsComparedWithNothing() {
        RowCounts before = new RowCounts(Map.of(T, new Count(5, false, 0, 1)));
        RowCounts after = new RowCounts(Map.of(T, new Count(9, true, 0, 1)));
        assertThat(after.changedSince(before, Set.of(), connection, Duration.ZERO))
                .isEmpty();
    }

    private void awaitWrites(int rows) {
        String told = "SELECT n_tup_ins >= " + rows + " FROM pg_stat_all_tables WHERE relname = 't'";
        // the collector of 14 gets datagrams: what it has not got by then, it has lost
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!database.query(told).contains("t") && (database.major() > 14 || System.nanoTime() < end)) {
            database.query("SELECT pg_sleep(0.05)");
        }
    }
}
