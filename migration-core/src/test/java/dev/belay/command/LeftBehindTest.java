package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.backup.BackupMethod;
import dev.belay.backup.BackupRequest;
import dev.belay.backup.Backups;
import dev.belay.backup.DatabaseComment;
import dev.belay.backup.DatabaseComment.Purpose;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RunId;
import dev.belay.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed run may leave on the server goes with the next one; what only looks like it stays. */
class LeftBehindTest extends DatabaseSuite {

    /** Another in each test: while one calls it alive, it is so on the whole server, where others are tested too. */
    private final RunId dead = RunId.random();

    private TestDatabase maintenance;
    private String name;

    @BeforeEach
    void prepare() {
        name = scenario.database().name();
        maintenance = scenario.maintenance();
        scenario.table("1", "one");
        scenario.upgrade();
    }

    @AfterEach
    void drop() {
        if (maintenance == null) {
            return; // this machine has no such server
        }
        maintenance.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
        beside().forEach(database -> maintenance.execute("DROP DATABASE " + database + " WITH (FORCE)"));
    }

    private List<String> beside() {
        return maintenance.query("SELECT datname FROM pg_database WHERE datname LIKE '" + name + "\\_%' ORDER BY 1");
    }

    private String make(String ending, String comment) {
        String made = name + ending;
        maintenance.execute("CREATE DATABASE " + made + " OWNER " + scenario.owner());
        maintenance.execute("COMMENT ON DATABASE " + made + " IS '" + comment + "'");
        return made;
    }

    private void noteDead(RunId run) {
        scenario.execute("INSERT INTO belay.run (id, goal, history, started_by) SELECT '" + run
                + "', 'upgrade', history, 'somebody' FROM belay.run LIMIT 1");
    }

    @Test
    void copiesOfDeadRunsGoByTheirComment() {
        String side = make("_one", new DatabaseComment(dead, Purpose.RESTORED, name).toString());
        scenario.upgrade();
        assertThat(beside()).isEmpty();
        assertThat(scenario.told().infos()).anyMatch(line -> line.contains("dropped what it left: " + side));
    }

    @Test
    void whatOnlyLooksLikeOneStays() {
        String unmarked = make("_restored_" + dead, "");
        String backup = make("_belay_" + dead, new DatabaseComment(dead, Purpose.BACKUP, name).toString());
        String others = make("_other", new DatabaseComment(dead, Purpose.RESTORED, "another").toString());
        String words = make("_words", "belay run of the mill");
        scenario.upgrade();
        assertThat(beside()).containsExactlyInAnyOrder(unmarked, backup, others, words);
    }

    @Test
    void theCopyOfARunThatLivesStays() throws SQLException {
        String side = make("_one", new DatabaseComment(dead, Purpose.RESTORED, name).toString());
        try (Connection alive = maintenance.connect();
                var statement = alive.createStatement()) {
            statement.execute("SET application_name = 'belay " + dead + " lock'");
            scenario.upgrade();
            assertThat(beside()).containsExactly(side);
        }
    }

    @Test
    void withoutACommentTheJournalIsAsked() {
        noteDead(dead);
        make("_restored_" + dead, "");
        String other = make("_restored_" + RunId.random(), "");
        scenario.upgrade();
        assertThat(beside()).containsExactly(other);
        assertThat(scenario.told().infos())
                .anyMatch(line -> line.contains("run " + dead + " (upgrade, begun")
                        && line.contains("was killed before its first step"));
        assertThat(scenario.query("SELECT audit[1] FROM belay.run WHERE id = '" + dead + "'"))
                .singleElement()
                .asString()
                .startsWith("seen by run ");

        int told = scenario.told().infos().size();
        scenario.upgrade();
        assertThat(scenario.told().infos().subList(told, scenario.told().infos().size()))
                .noneMatch(line -> line.contains("was killed"));
    }

    @Test
    void theFenceOfADeadRunIsLowered() {
        make("_one", new DatabaseComment(dead, Purpose.SUCCESSOR, name).toString());
        maintenance.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.told().warnings())
                .anyMatch(
                        line -> line.startsWith("run " + dead + " was killed while it kept everybody out of " + name));
        scenario.upgrade();
        assertThat(beside()).isEmpty();
    }

    @Test
    void somebodyElsesFenceStaysUp() {
        make("_one", new DatabaseComment(dead, Purpose.RESTORED, name).toString());
        maintenance.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        Problem problem = problem(EnvironmentException.class, scenario::upgrade);
        assertThat(problem.what()).contains("not currently accepting connections");
        assertThat(maintenance.query("SELECT datallowconn FROM pg_database WHERE datname = '" + name + "'"))
                .containsExactly("f");
    }

    @Test
    void anUnfinishedCopyGoesWithItsFolder(@TempDir Path backups) throws IOException {
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " CREATEDB");
        make("_belay_" + dead, new DatabaseComment(dead, Purpose.BACKUP, name).toString());
        Path folder = Files.createDirectories(backups.resolve(name).resolve("1-20261121T080000Z-" + dead));
        Files.createFile(folder.resolve("unfinished"));

        var request = BackupRequest.of(scenario.database().settings(), backups, RunId.random());
        var made = new Backups()
                .make(new BackupRequest(
                        request.settings(),
                        BackupMethod.TEMPLATE,
                        backups,
                        Optional.empty(),
                        Optional.empty(),
                        request.run(),
                        Optional.empty(),
                        Optional.empty(),
                        scenario.told()));

        assertThat(folder).doesNotExist();
        assertThat(beside()).containsExactly(made.manifest().copy().orElseThrow());
        scenario.upgrade();
        assertThat(beside()).hasSize(1);
    }
}
