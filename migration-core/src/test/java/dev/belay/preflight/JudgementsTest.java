package dev.belay.preflight;

import static dev.belay.preflight.Looks.whats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.preflight.Condition.Gravity;
import dev.belay.preflight.Replicas.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Decisions over figures that no test can give a disk or a replica. */
class JudgementsTest {

    private static final Path FOLDER = Path.of("backups");
    private static final long GB = 1L << 30;

    @Test
    void roomForTheWholeDatabaseIsEnough() {
        assertThat(BackupDisk.judge(FOLDER, 10 * GB, 10 * GB, 8 * GB)).isEmpty();
    }

    @Test
    void lessRoomThanTheDatabaseTakesIsAWarning() {
        assertThat(BackupDisk.judge(FOLDER, GB, 10 * GB, 8 * GB)).hasValueSatisfying(condition -> {
            assertThat(condition.gravity()).isEqualTo(Gravity.WARNING);
            assertThat(condition.what())
                    .isEqualTo("1.0 GB free in backups may be too little for a backup of a database of 10 GB");
        });
    }

    @Test
    void lessRoomThanAnyCompressionNeedsIsARefusal() {
        assertThat(BackupDisk.judge(FOLDER, GB / 10, 10 * GB, 8 * GB)).hasValueSatisfying(condition -> {
            assertThat(condition.gravity()).isEqualTo(Gravity.REFUSAL);
            assertThat(condition.what())
                    .isEqualTo("102 MB free in backups is too little for a backup of 8.0 GB of tables");
        });
    }

    @Test
    void ofSeveralReplicasTheLastIsTold() {
        Sight sight = Replicas.judge(
                List.of(
                        new Replica("a", Optional.of("streaming"), Optional.of(Duration.ofSeconds(42)), 1000),
                        new Replica("b", Optional.of("streaming"), Optional.empty(), 0)),
                Optional.of(Duration.ofMinutes(1)));
        assertThat(sight).isEqualTo(Sight.of("2 replicas, the last 42 s behind", List.of()));
    }

    @Test
    void aReplicaThatHasEverythingIsNotBehindWhateverItTookBefore() {
        Sight sight = Replicas.judge(
                List.of(new Replica("a", Optional.of("streaming"), Optional.of(Duration.ofSeconds(42)), 0)),
                Optional.of(Duration.ofSeconds(1)));
        assertThat(sight).isEqualTo(Sight.of("1 replica 0.0 s behind", List.of()));
    }

    @Test
    void aReplicaThatIsFarBehindIsTold() {
        List<Replica> replicas = List.of(
                new Replica("near", Optional.of("streaming"), Optional.of(Duration.ofSeconds(59)), 1000),
                new Replica("far", Optional.of("streaming"), Optional.of(Duration.ofSeconds(61)), 1000),
                new Replica("small", Optional.of("catchup"), Optional.empty(), (1L << 30) - 1),
                new Replica("large", Optional.of("catchup"), Optional.empty(), 5L << 30),
                new Replica("hidden", Optional.empty(), Optional.empty(), 5L << 30));
        Sight sight = Replicas.judge(replicas, Optional.empty());
        assertThat(sight.conditions()).extracting(Condition::gravity).containsOnly(Gravity.WARNING);
        assertThat(whats(sight.conditions()))
                .containsExactly(
                        "the replica far is 1 min 01 s (1 kB of WAL) behind: who reads there sees the new schema as"
                                + " much later",
                        "the replica large is 5.0 GB of WAL behind: who reads there sees the new schema as much"
                                + " later");
        assertThat(Replicas.judge(replicas.subList(1, 2), Optional.of(Duration.ofHours(1)))
                        .conditions())
                .extracting(Condition::gravity)
                .containsExactly(Gravity.WARNING);
    }

    @Test
    void aReplicaThatHasNotAnsweredYetIsAWarningAndOneThatCannotBeSeenARefusal() {
        Sight sight = Replicas.judge(
                List.of(
                        new Replica("new", Optional.of("catchup"), Optional.empty(), 5 << 20),
                        new Replica("hidden", Optional.empty(), Optional.empty(), 0)),
                Optional.of(Duration.ofSeconds(1)));
        assertThat(sight.conditions()).extracting(Condition::gravity).containsExactly(Gravity.WARNING, Gravity.REFUSAL);
        assertThat(whats(sight.conditions()).get(0)).contains("has 5.0 MB of WAL to replay");
    }

    @Test
    void severalRefusalsAreOneProblem() {
        var report = new PreflightReport(
                List.of(
                        Condition.warning("w", "look"),
                        Condition.refusal("first", "do this"),
                        Condition.refusal("second", "do that")),
                List.of());
        assertThat(report.problem())
                .hasValueSatisfying(problem -> assertThat(problem.lines())
                        .containsExactly(
                                "first", "    second. do that", "The database is unchanged.", "Next: do this"));
        assertThat(whats(report.warnings())).containsExactly("w");
    }

    @Test
    void manyNamesAreCutAndTimesAreReadable() {
        assertThat(Listed.names(
                        IntStream.rangeClosed(1, 7).mapToObj(String::valueOf).toList()))
                .isEqualTo("1, 2, 3, 4, 5 and 2 more");
        assertThat(List.of(200L, 38_000L, 185_000L, 7_800_000L).stream()
                        .map(Duration::ofMillis)
                        .map(Listed::time))
                .containsExactly("0.2 s", "38 s", "3 min 05 s", "2 h 10 min");
    }
}
