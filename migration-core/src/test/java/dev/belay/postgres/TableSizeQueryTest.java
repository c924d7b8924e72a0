package dev.belay.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.script.QualifiedName;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(PostgresExtension.class)
class TableSizeQueryTest {

    private static final String ROWS = "INSERT INTO %s SELECT n, 'row ' || n FROM generate_series(1, %d) n;";

    static Stream<Integer> majors() {
        return TestBinaries.majors().stream();
    }

    private static List<TableSize> read(TestDatabase database) throws Exception {
        try (Connection connection = database.connect()) {
            List<TableSize> sizes = TableSizeQuery.read(connection);
            assertThat(connection.getAutoCommit()).isTrue();
            return sizes;
        }
    }

    private static TableSize size(List<TableSize> sizes, String name) {
        return sizes.stream()
                .filter(size -> size.table().equals(QualifiedName.of("public", name)))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void analysedAndOtherTablesHaveTheirRowsAndBytes(int major, TestServers servers) throws Exception {
        TestDatabase database = servers.newDatabase(major);
        database.execute("CREATE TABLE analysed (id int, name text); " + ROWS.formatted("analysed", 20_000)
                + "ANALYZE analysed;" + ROWS.formatted("analysed", 20_000));
        database.execute("CREATE TABLE fresh (id int, name text) WITH (autovacuum_enabled = off); "
                + ROWS.formatted("fresh", 50_000));
        database.execute("CREATE TABLE nothing (id int, name text)");
        List<TableSize> sizes = read(database);
        // as the planner does it: by the pages that there are now
        assertThat(size(sizes, "analysed").rows()).isBetween(38_000L, 42_000L);
        assertThat(size(sizes, "fresh").rows()).isBetween(25_000L, 100_000L);
        assertThat(size(sizes, "fresh").bytes())
                .isEqualTo(Long.parseLong(
                        database.query("select pg_table_size('fresh')").get(0)));
        assertThat(size(sizes, "nothing").rows()).isZero();
    }

    @Test
    void aPartitionedTableHasWhatItsPartitionsHave(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE part (id int, name text) PARTITION BY RANGE (id);"
                + "CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (1) TO (1001);"
                + "CREATE TABLE part2 PARTITION OF part FOR VALUES FROM (1001) TO (9999) PARTITION BY RANGE (id);"
                + "CREATE TABLE part21 PARTITION OF part2 FOR VALUES FROM (1001) TO (9999);"
                + ROWS.formatted("part", 3000) + "ANALYZE part;");
        List<TableSize> sizes = read(database);
        assertThat(size(sizes, "part").rows()).isEqualTo(3000);
        assertThat(size(sizes, "part2").rows()).isEqualTo(2000);
        assertThat(size(sizes, "part").bytes())
                .isEqualTo(size(sizes, "part1").bytes() + size(sizes, "part21").bytes());
    }

    @Test
    void aParentHasItsOwnRowsAndItsChildrens(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE parent (id int, name text); CREATE TABLE child () INHERITS (parent);"
                + ROWS.formatted("parent", 100) + ROWS.formatted("child", 1000) + "ANALYZE;");
        List<TableSize> sizes = read(database);
        assertThat(size(sizes, "parent").rows()).isEqualTo(1100);
        assertThat(size(sizes, "child").rows()).isEqualTo(1000);
    }

    @Test
    void materializedViewsCountAndTheSystemsTablesDoNot(TestDatabase database) throws Exception {
        database.execute("CREATE MATERIALIZED VIEW seen AS SELECT 1; CREATE VIEW unseen AS SELECT 1;"
                + "CREATE SCHEMA pgbench; CREATE TABLE pgbench.\"Odd name\" ()");
        assertThat(read(database))
                .extracting(size -> size.table().toString())
                .containsExactly("pgbench.Odd name", "public.seen");
    }

    @Test
    void aTableThatSomebodyHoldsIsNotWaitedFor(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE busy (id int, name text); " + ROWS.formatted("busy", 5000) + "ANALYZE busy;");
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE busy");
            assertThat(size(read(database), "busy").rows()).isEqualTo(5000);
        }
    }
}
