package dev.belay.command;

import static dev.belay.command.AskedSafeguards.GATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.command.Safeguards.WayOut;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.UpgradeOutcome;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestServer;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in the middle of a safeguarded upgrade, and where the database is afterwards. */
@Tag("integration")
@ExtendWith(PostgresExtension.class)
@Timeout(600)
class SafeUpgradeFaultsTest {

    private static final String COLUMNS = "SELECT attname FROM pg_attribute WHERE attrelid = 'customer'::regclass"
            + " AND attnum > 0 AND NOT attisdropped ORDER BY attnum";

    private final TestServers servers;
    private int major;
    private Scenario scenario;

    @TempDir
    private Path folder;

    @TempDir
    private Path backups;

    SafeUpgradeFaultsTest(TestServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void prepare() {
        var client = PostgresClient.find();
        assumeTrue(client.isPresent(), "pg_dump is not installed");
        major = Math.min(client.get().major(), 18);
        open(new OneServer(servers, major));
    }

    private void open(TestServer server) {
        scenario = new Scenario(server, folder);
        scenario.customers().upgrade();
        scenario.mail()
                .table("3", "phone")
                .table("4", "third")
                .table("5", "fourth")
                .table("6", "fifth");
    }

    @AfterEach
    void close() {
        if (scenario != null) {
            scenario.dropBeside();
            scenario.close();
        }
    }

    private UpgradeOutcome upgrade() {
        return upgrade(Optional.empty());
    }

    private UpgradeOutcome upgrade(Optional<Path> journal) {
        return scenario.discreet(() -> Upgrade.run(new Upgrade.Request(
                scenario.request(),
                Targets.up(Optional.of("latest")),
                SafeUpgradeChild.safeguards(backups, WayOut.ROLLBACK, journal))));
    }

    private Problem failing(Class<? extends BelayException> kind) {
        return DatabaseSuite.problem(kind, this::upgrade);
    }

    private void requireVersion1(String result) {
        assertThat(scenario.current().version()).contains("1");
        assertThat(scenario.current().failed()).isEmpty();
        assertThat(scenario.query(COLUMNS)).containsExactly("id", "name");
        assertThat(scenario.query("SELECT count(*) FROM customer")).containsExactly("1000");
        assertThat(scenario.query("SELECT to_regclass('phone'), to_regclass('third')"))
                .containsExactly("|");
        assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at"))
                .last()
                .isEqualTo(result);
    }

    @Test
    void theThirdScriptFailsInItsTransaction() {
        scenario.script("V4__create_third.sql", "CREATE TABLE third (id int);" + GATE);
        Problem problem = failing(RefusalException.class);
        assertThat(problem.what()).contains("V4__create_third.sql:1:").contains("the gate is closed");
        assertThat(problem.state().orElseThrow())
                .contains("were undone")
                .contains("no row or value that others wrote since was found");
        assertThat(problem.next()).startsWith("correct V4__create_third.sql:1:29, then run  mvn db:upgrade  again;");
        requireVersion1("rolled back");

        scenario.script("V4__create_third.sql", "CREATE TABLE third (id int);");
        assertThat(upgrade().versionAfter()).contains("6");
    }

    @Test
    void theThirdScriptFailsHalfWay() {
        scenario.mayRestore();
        scenario.script("V4__create_third.sql", "CREATE TABLE third (id int);" + GATE)
                .script("V4__create_third.sql.conf", "executeInTransaction=false");
        Problem problem = failing(RefusalException.class);
        assertThat(problem.state().orElseThrow()).contains("was restored from the backup and is at version 1");
        assertThat(problem.next())
                .startsWith(
                        "correct V4__create_third.sql:1:29, then run  mvn db:upgrade  again; as they are, the scripts"
                                + " are refused from now on")
                .doesNotContain("by hand", "DELETE");
        requireVersion1("restored");
        assertThat(failing(RefusalException.class).what()).contains("had to be taken back");
        assertThat(scenario.beside()).singleElement().asString().contains("_failed_");

        scenario.script("V4__create_third.sql", "CREATE TABLE third (id int);").delete("V4__create_third.sql.conf");
        assertThat(upgrade().versionAfter()).contains("6");
    }

    @Test
    void anUndoScriptFailsOnTheWayBack() {
        scenario.mayRestore();
        scenario.script("V4__create_third.sql", GATE).script("U2__mail.sql", "ALTER TABLE customer DROP mail;" + GATE);
        Problem problem = failing(RefusalException.class);
        assertThat(problem.what()).contains("V4__create_third.sql:1:");
        assertThat(problem.state().orElseThrow()).contains("was restored from the backup and is at version 1");
        requireVersion1("restored");
    }

    @Test
    void theRoleMayNotCreateADatabase() {
        scenario.script("V4__create_third.sql", GATE).delete("U3__create_phone.sql");
        Problem problem = failing(RefusalException.class);
        String name = scenario.database().name();
        assertThat(problem.state().orElseThrow())
                .startsWith(name + " is in use as before, at version 3 (was 1)")
                .contains("not restored: ")
                .contains("permission denied to create database");
        assertThat(problem.next()).startsWith("mvn db:restore -Ddb.backup=" + backups);
        assertThat(scenario.current().version()).contains("3");
        assertThat(scenario.beside()).isEmpty();
    }

    /** Does something as soon as the server is inside the sleep. */
    private CompletableFuture<Void> whileItSleeps(Runnable work) {
        var done = new AtomicReference<>(new CompletableFuture<Void>());
        Consumer<CompletableFuture<Void>> forward = next -> next.whenComplete((nothing, failure) -> {
            if (failure == null) {
                done.get().complete(null);
            } else {
                done.get().completeExceptionally(failure);
            }
        });
        scenario.told().onStatement(statement -> {
            if (statement.summary().contains("pg_sleep")) {
                forward.accept(DatabaseSuite.concurrently(() -> {
                    scenario.superuser().execute(Waiting.forSleeping("abs"));
                    work.run();
                    return null;
                }));
            }
        });
        return done.get();
    }

    /** For as long as the role says; and not on the copy, where nobody does anything to it. */
    private void sleeping() {
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " SET shop.sleep = '600'");
        scenario.script(
                "V4__create_third.sql",
                "CREATE TABLE third (id int); SELECT pg_sleep(CASE WHEN EXISTS (SELECT FROM pg_stat_activity WHERE"
                        + " application_name LIKE 'belay % lock' AND datname = current_database())"
                        + " THEN coalesce(current_setting('shop.sleep', true), '0')::int ELSE 0 END);");
    }

    @Test
    void theConnectionIsCutDuringTheApply() {
        sleeping();
        CompletableFuture<Void> cut =
                whileItSleeps(() -> scenario.superuser().execute(Waiting.forSleeping("pg_terminate_backend")));
        Problem problem = failing(EnvironmentException.class);
        cut.join();
        assertThat(problem.what()).contains("V4__create_third.sql:1:").contains("the connection was lost");
        assertThat(problem.state().orElseThrow())
                .contains("were undone")
                .contains("no row or value that others wrote since was found");
        assertThat(problem.next())
                .isEqualTo("nothing in the scripts has to be corrected: when the cause is gone, run  mvn db:upgrade"
                        + "  again");
        requireVersion1("rolled back");

        scenario.told().onStatement(statement -> {});
        scenario.superuser().execute("ALTER ROLE " + scenario.owner() + " RESET shop.sleep");
        assertThat(upgrade().versionAfter()).contains("6");
    }

    @Test
    void theServerRestartsDuringTheApply() throws IOException {
        scenario.close();
        scenario = null;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(TestBinaries.throwaway(major));
                Stream<Path> scripts = Files.list(folder)) {
            for (Path script : scripts.toList()) {
                Files.delete(script);
            }
            open(new OwnServer(server, major));
            sleeping();
            // the death of one backend makes the server end all others and recover
            CompletableFuture<Void> crash = whileItSleeps(() -> scenario.superuser()
                    .query("SELECT pid FROM pg_stat_activity WHERE application_name ~ '^belay .* work$'"
                            + " AND query LIKE '%pg_sleep(%'")
                    .forEach(pid ->
                            ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly()));
            Problem problem = failing(EnvironmentException.class);
            crash.join();
            assertThat(problem.what()).contains("V4__create_third.sql:1:");
            assertThat(problem.state().orElseThrow())
                    .contains("is at version 3 (was 1)")
                    .contains("the server has ended the sessions of this run");
            assertThat(problem.next()).contains("mvn db:upgrade");
            assertThat(scenario.query("SELECT result FROM belay.run ORDER BY started_at"))
                    .last()
                    .isEqualTo("failed");

            scenario.table("4", "third");
            assertThat(upgrade().versionAfter()).contains("6");
            assertThat(scenario.query("SELECT count(*) FROM customer")).containsExactly("1000");
            scenario.close();
            scenario = null;
        }
    }

    @Test
    void twoAtOnceFollowOneAnother() {
        scenario.set("lockRetryCount", "600");
        CompletableFuture<UpgradeOutcome> other = DatabaseSuite.concurrently(this::upgrade);
        UpgradeOutcome one = upgrade();
        UpgradeOutcome two = other.join();
        assertThat(List.of(one.applied().size(), two.applied().size())).containsExactlyInAnyOrder(5, 0);
        assertThat(scenario.query("SELECT count(*) FROM flyway_schema_history WHERE success"))
                .containsExactly("6");
        assertThat(scenario.beside()).isEmpty();
    }

    @Test
    void theFileBesideTheDatabaseHasEachStepBeforeAndAfterIt(@TempDir Path logs) throws IOException {
        String run = upgrade(Optional.of(logs)).run().toString();
        try (Stream<Path> files = Files.list(logs)) {
            Path journal = files.toList().get(0);
            assertThat(journal.getFileName().toString())
                    .matches("\\d{8}T\\d{6}Z-upgrade-" + run + "\\.journal\\.jsonl");
            List<String> lines = Files.readAllLines(journal);
            assertThat(lines).allMatch(line -> line.contains("\"run\":\"" + run + "\""));
            assertThat(lines.stream()
                            .map(line ->
                                    line.replaceAll(".*\"event\":\"([^\"]*)\"(,\"step\":\"([^\"]*)\")?.*", "$1 $3")))
                    .startsWith("run-begins ", "step-begins preflight", "step-ended preflight")
                    .containsSubsequence("step-begins apply", "step-ended apply", "step-begins validate")
                    .endsWith("step-ended validate", "step-begins report", "step-ended report", "run-ended ");
            assertThat(lines.get(lines.size() - 1)).contains("\"result\":\"succeeded\"", "\"version\":\"6\"");
        }
    }
}
