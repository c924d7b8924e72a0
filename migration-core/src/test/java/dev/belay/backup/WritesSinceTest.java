package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.backup.TableCounters.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WritesSinceTest {

    private static final Optional<Instant> RESET = Optional.of(Instant.EPOCH);

    private static TableCounters counters(long transactions, Table... tables) {
        return new TableCounters(true, RESET, transactions, List.of(tables));
    }

    private static Table table(String name, long oid, long inserted, long deleted) {
        return new Table("app", name, oid, -1, 0, inserted, 0, deleted);
    }

    @Test
    void rowsAreTheDifference() {
        WritesSince writes = WritesSince.between(
                counters(1, table("a", 1, 5, 0), table("b", 2, 5, 5), table("gone", 3, 1, 0)),
                counters(2, table("a", 1, 7, 1), table("b", 2, 5, 5), table("new", 4, 2, 0)));
        assertThat(writes.lines())
                .containsExactly(
                        "app.a: 3 rows written", "app.new: 2 rows written", "app.gone: not known, so taken as written");
        assertThat(writes.withoutSchema("app").none()).isTrue();
    }

    @Test
    void countersThatBeganAnewSayNothing() {
        TableCounters then = counters(10, table("a", 1, 5, 0));
        String unknown = "app.a: not known, so taken as written";
        assertThat(WritesSince.between(then, counters(11, table("a", 1, 4, 0))).lines())
                .containsExactly(unknown);
        assertThat(WritesSince.between(then, counters(9, table("a", 1, 5, 0))).lines())
                .containsExactly(unknown);
        assertThat(WritesSince.between(then, new TableCounters(true, Optional.empty(), 11, then.tables()))
                        .lines())
                .containsExactly(unknown);
        assertThat(WritesSince.between(then, new TableCounters(false, RESET, 11, then.tables()))
                        .lines())
                .containsExactly(unknown);
    }

    @Test
    void aTableOfTheSameNameIsAnother() {
        WritesSince writes = WritesSince.between(counters(1, table("a", 1, 5, 0)), counters(2, table("a", 7, 9, 0)));
        assertThat(writes.lines()).containsExactly("app.a: built anew since the backup, so taken as written");
        assertThat(writes.without(Map.of(7L, 9L)).lines()).containsExactly("app.a: not known, so taken as written");
    }

    @Test
    void aRunsOwnWritesCanBeTakenOff() {
        TableCounters then = counters(1, table("a", 1, 0, 0), table("b", 2, 0, 0));
        WritesSince all = WritesSince.between(then, counters(9, table("a", 1, 10, 0), table("b", 2, 4, 0)));
        assertThat(all.without(Map.of(1L, 10L, 2L, 1L)).lines()).containsExactly("app.b: 3 rows written");
        assertThat(all.withoutTable("app", "a").lines()).containsExactly("app.b: 4 rows written");
    }
}
