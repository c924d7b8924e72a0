package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class SwapTest extends ShopSuite {

    private static final String OID = "SELECT oid FROM pg_database WHERE datname = current_database()";

    private static final Clock SECOND = Clock.fixed(Instant.parse("2026-01-02T03:04:05.6Z"), ZoneOffset.UTC);

    private final List<String> heard = new ArrayList<>();
    private final Progress progress = new Progress() {
        @Override
        public void warn(String line) {
            heard.add(line);
        }
    };

    private Backup backup;
    private RestoreOptions options;
    private String side;

    @BeforeEach
    void restored() {
        backup = new Backups().make(shop.request(dir));
        options = shop.options();
        side = shop.beside("_side");
        Restore.into(backup, shop.maintenance().settings(), side, options);
    }

    @Test
    void everythingIsAsBeforeAndTheOtherOneStays() throws SQLException {
        List<String> dump = shop.client.dump(shop.database);
        ClusterFacts facts = facts();
        String oid = shop.database.query(OID).get(0);
        shop.database.execute("UPDATE app.orders SET note = 'broken'; ALTER DATABASE " + shop.database.name()
                + " SET work_mem = '9MB'");

        Swapped swapped = Swap.run(request(writes -> true, SwapRequest.LastWork.NONE));
        shop.dropAtEnd(swapped.failed());

        assertThat(shop.client.dump(shop.database)).isEqualTo(dump);
        assertThat(facts()).isEqualTo(facts);
        assertThat(swapped.writes().lines()).containsExactly("app.orders: 1000 rows written");
        assertThat(heard).anyMatch(line -> line.contains("settings"));
        assertThat(swapped.failed()).matches(shop.database.name() + "_failed_\\d{14}");
        var failed = shop.named(swapped.failed());
        assertThat(failed.query(OID)).containsExactly(oid);
        assertThat(failed.query("SELECT DISTINCT note FROM app.orders")).containsExactly("broken");
        assertThatThrownBy(() -> failed.execute("CREATE TABLE t (id int)"))
                .rootCause()
                .hasMessageContaining("read-only");
        assertThat(failed.query("SELECT shobj_description(oid, 'pg_database') FROM pg_database"
                        + " WHERE datname = current_database()"))
                .singleElement()
                .satisfies(comment -> assertThat(DatabaseComment.run(comment)).isEmpty());
    }

    @Test
    void whatWasWrittenSinceIsNotLostUnasked() {
        shop.database.execute("INSERT INTO app.orders (note) VALUES ('new'); SELECT lo_put(4242, 0, 'A LARGE')");
        assertThatThrownBy(() -> Swap.run(request(writes -> false, SwapRequest.LastWork.NONE)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("app.orders: 1 row written")
                .hasMessageContaining("pg_catalog.pg_largeobject: ")
                .hasMessageContaining(side + " is the one that was restored");
        assertThat(shop.database.query("SELECT note FROM app.orders WHERE id > 1000"))
                .containsExactly("new");
    }

    @Test
    void withoutWritesNobodyIsAsked() {
        shop.database.query("SELECT count(*) FROM app.orders");
        Swapped swapped = Swap.run(request(
                writes -> {
                    throw new AssertionError(writes);
                },
                SwapRequest.LastWork.NONE));
        shop.dropAtEnd(swapped.failed());
        assertThat(swapped.writes().none()).isTrue();
    }

    @Test
    void clientsThatReconnectAllTheTimeAreKeptOutUntilTheEnd() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch before = new CountDownLatch(20);
        AtomicReference<CountDownLatch> after = new AtomicReference<>(new CountDownLatch(0));
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(new Thread(() -> {
                while (!stop.get()) {
                    try (Connection connection = shop.database.connect()) {
                        Rows.texts(connection, "SELECT pg_sleep(0.01)");
                        before.countDown();
                        after.get().countDown();
                    } catch (SQLException e) {
                        // kept out, or ended: comes again at once
                    }
                }
            }));
        }
        clients.forEach(Thread::start);
        try {
            before.await();
            Swapped swapped = Swap.run(request(writes -> true, SwapRequest.LastWork.NONE));
            shop.dropAtEnd(swapped.failed());
            after.set(new CountDownLatch(20));
            after.get().await();
        } finally {
            stop.set(true);
            for (Thread client : clients) {
                client.join();
            }
        }
        assertThat(shop.database.query("SELECT count(*) FROM app.orders")).containsExactly("1000");
    }

    @Test
    void aFailureLeavesBothAndSaysWhichIsWhich() {
        String oid = shop.database.query(OID).get(0);
        ClusterFacts facts = new Backups().facts(backup, Optional.empty());
        ClusterFacts nobodys = new ClusterFacts(
                facts.name(),
                "nobody at all",
                facts.connectionLimit(),
                facts.comment(),
                facts.tablespace(),
                facts.locale(),
                facts.privileges(),
                facts.settings(),
                facts.securityLabels(),
                facts.publicSchema(),
                facts.roles(),
                facts.extensions());
        assertThatThrownBy(() -> Swap.run(new SwapRequest(
                        shop.database.settings(),
                        side,
                        backup.manifest(),
                        nobodys,
                        writes -> writes,
                        writes -> true,
                        SwapRequest.LastWork.NONE,
                        options.run(),
                        progress)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("nobody at all")
                .hasMessageContaining(shop.database.name() + " is the database that was live before")
                .hasMessageContaining(side + " is the one that was restored");
        assertThat(shop.database.query(OID)).containsExactly(oid);
        assertThat(shop.named(side).query("SELECT count(*) FROM app.orders")).containsExactly("1000");
    }

    @Test
    void aNameThatAnEarlierFailureOfTheSameSecondHasIsNotTakenAgain() {
        String taken = shop.beside("_failed_20260102030405");
        shop.maintenance().execute("CREATE DATABASE " + taken);
        Swapped swapped = Swap.run(request(writes -> true, SwapRequest.LastWork.NONE), SECOND);
        shop.dropAtEnd(swapped.failed());
        assertThat(swapped.failed())
                .isEqualTo(OwnDatabase.name(shop.database.name(), "_failed_20260102030405_" + options.run()));
        assertThat(heard)
                .contains("there is a database " + taken + " already; what was live becomes " + swapped.failed());
        assertThat(shop.named(swapped.failed()).query("SELECT count(*) FROM app.orders"))
                .containsExactly("1000");
        assertThat(shop.named(taken).query("SELECT to_regclass('app.orders') IS NULL"))
                .containsExactly("t");
    }

    /** Its own rename waits for that of the other, and is told only then that the name is taken. */
    @Test
    void aNameThatSomebodyTakesDuringTheRenameIsNotTakenAgain() throws SQLException {
        String taken = shop.beside("_failed_20260102030405");
        shop.maintenance().execute("CREATE DATABASE " + shop.beside("_other"));
        try (Connection other = shop.maintenance().connect()) {
            other.setAutoCommit(false);
            Rows.execute(other, "ALTER DATABASE " + shop.database.name() + "_other RENAME TO " + taken);
            CompletableFuture<Swapped> swapping = CompletableFuture.supplyAsync(
                    () -> Swap.run(request(writes -> true, SwapRequest.LastWork.NONE), SECOND),
                    task -> new Thread(task).start());
            int pid = other.unwrap(PGConnection.class).getBackendPID();
            try (Connection watching = shop.maintenance().connect()) {
                while (Rows.texts(
                                watching,
                                "SELECT pid FROM pg_stat_activity WHERE ?::int = ANY (pg_blocking_pids(pid))",
                                "" + pid)
                        .isEmpty()) {
                    assertThat(swapping).isNotDone();
                    Thread.onSpinWait();
                }
            }
            other.commit();
            Swapped swapped = swapping.join();
            shop.dropAtEnd(swapped.failed());
            assertThat(swapped.failed())
                    .isEqualTo(OwnDatabase.name(shop.database.name(), "_failed_20260102030405_" + options.run()));
        }
        assertThat(shop.database.query("SELECT count(*) FROM app.orders")).containsExactly("1000");
    }

    @Test
    void aFailureOfTheLastWorkTakesTheFenceDown() {
        assertThatThrownBy(() -> Swap.run(request(writes -> true, (live, other) -> {
                    Rows.execute(live, "SELECT 1 / 0");
                })))
                .isInstanceOf(BelayException.class)
                .hasMessageContaining("division by zero");
        assertThat(shop.database.query("SELECT 1")).containsExactly("1");
    }

    @Test
    void theJournalComesWithIt() {
        String journal =
                "CREATE SCHEMA belay; CREATE TABLE belay.script (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                        + " note text); CREATE TABLE belay.act (script int REFERENCES belay.script, what text)";
        shop.database.execute(journal);
        shop.database.execute("INSERT INTO belay.script (note) VALUES ('tab\there \\ '), (NULL);"
                + " INSERT INTO belay.act VALUES (2, 'done')");
        SchemaCopy copy = new SchemaCopy("belay", connection -> {
            try {
                Rows.execute(connection, journal);
                Rows.execute(connection, "INSERT INTO belay.script (note) VALUES ('old')");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        Swapped swapped = Swap.run(request(writes -> false, copy));
        shop.dropAtEnd(swapped.failed());
        String rows = "SELECT s.*, what FROM belay.script s LEFT JOIN belay.act ON script = id ORDER BY id";
        assertThat(shop.database.query(rows))
                .hasSize(2)
                .isEqualTo(shop.named(swapped.failed()).query(rows));
        assertThat(shop.database.query("INSERT INTO belay.script (note) VALUES ('next') RETURNING id"))
                .containsExactly("3");
    }

    @Test
    void aSubscriptionRefusesIt() {
        shop.database.execute("CREATE SUBSCRIPTION s_" + side + " CONNECTION 'dbname=none' PUBLICATION p"
                + " WITH (connect = false)");
        try {
            assertThatThrownBy(() -> Swap.run(request(writes -> true, SwapRequest.LastWork.NONE)))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("subscription s_" + side)
                    .hasMessageContaining("DROP SUBSCRIPTION");
            assertThat(shop.database.query("SELECT 1")).containsExactly("1");
        } finally {
            shop.database.execute("ALTER SUBSCRIPTION s_" + side + " SET (slot_name = NONE)");
            shop.database.execute("DROP SUBSCRIPTION s_" + side);
        }
    }

    @Test
    void aDatabaseThatTheRunHasNotMadeIsNotTaken() {
        shop.maintenance().execute("COMMENT ON DATABASE " + side + " IS 'mine'");
        assertThatThrownBy(() -> Swap.run(request(writes -> true, SwapRequest.LastWork.NONE)))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining(side);
    }

    private SwapRequest request(Predicate<WritesSince> accept, SwapRequest.LastWork last) {
        return new SwapRequest(
                shop.database.settings(),
                side,
                backup.manifest(),
                new Backups().facts(backup, Optional.empty()),
                writes -> writes,
                accept,
                last,
                options.run(),
                progress);
    }

    private ClusterFacts facts() throws SQLException {
        try (Connection connection = shop.database.connect()) {
            return ClusterFactsReader.read(connection);
        }
    }
}
