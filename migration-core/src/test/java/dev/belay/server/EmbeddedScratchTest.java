package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.testing.TestBinaries;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedScratchTest {

    private final AtomicInteger fillings = new AtomicInteger();

    private static EmbeddedScratch server(int major) {
        return new EmbeddedScratch(major, TestBinaries.source(), TestBinaries.home(), Progress.SILENT);
    }

    private ScratchContent content(String key, boolean superuser) {
        return new ScratchContent(key, "shop", superuser, access -> {
            fillings.incrementAndGet();
            run(access.owner(), "CREATE TABLE history (id int); INSERT INTO history VALUES (1), (2)");
        });
    }

    private static String newKey() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static void run(ConnectionSettings where, String sql) {
        try (Connection connection = new Sessions(Progress.SILENT).open(where, RunId.random(), SessionRole.WORK);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static String ask(ConnectionSettings where, String sql) {
        try (Connection connection = new Sessions(Progress.SILENT).open(where, RunId.random(), SessionRole.READ);
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Test
    void theSameContentIsMadeOnceAndEveryDatabaseIsACopyOfIt() {
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            try (ScratchDatabase database = server(TestBinaries.defaultMajor()).open(content(key, false))) {
                ConnectionSettings owner = database.access().owner();
                assertThat(ask(owner, "SELECT count(*) || ' in ' || current_database() FROM history"))
                        .isEqualTo("2 in shop");
                run(owner, "DROP TABLE history");
            }
        }
        assertThat(fillings).hasValue(1);
    }

    @Test
    void twoCanBeOpenAtTheSameTime() {
        String key = newKey();
        try (ScratchDatabase one = server(TestBinaries.defaultMajor()).open(content(key, false));
                ScratchDatabase other = server(TestBinaries.defaultMajor()).open(content(key, false))) {
            run(one.access().owner(), "DROP TABLE history");
            assertThat(ask(other.access().owner(), "SELECT count(*) FROM history"))
                    .isEqualTo("2");
        }
    }

    @Test
    void contentThatCannotBeMadeIsNotKept() {
        String key = newKey();
        var broken = new ScratchContent(key, "shop", false, access -> {
            throw new IllegalStateException("no");
        });
        assertThatThrownBy(() -> server(TestBinaries.defaultMajor()).open(broken))
                .hasMessage("no");
        try (ScratchDatabase database = server(TestBinaries.defaultMajor()).open(content(key, false))) {
            assertThat(ask(database.access().owner(), "SELECT count(*) FROM history"))
                    .isEqualTo("2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 17})
    void scriptsDoNotGetOutOfTheDatabase(int major) {
        try (ScratchDatabase database = server(major).open(content(newKey(), false))) {
            ConnectionSettings owner = database.access().owner();
            assertThatThrownBy(() -> run(owner, "CREATE TABLE x (t text); COPY x FROM PROGRAM 'id'"))
                    .hasMessageContaining("pg_execute_server_program");
            assertThatThrownBy(() -> run(owner, "SELECT pg_read_file('PG_VERSION')"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> run(owner, "GRANT pg_execute_server_program TO CURRENT_USER"))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> run(owner, "ALTER SYSTEM SET work_mem = '1GB'"))
                    .hasMessageContaining("permission denied");
            run(owner, "CREATE SCHEMA app; CREATE EXTENSION pgcrypto; CREATE TABLE app.t (id int)");
        }
    }

    @Test
    void aSuperuserMayWhoAskedForOne() {
        try (ScratchDatabase database = server(TestBinaries.defaultMajor()).open(content(newKey(), true))) {
            assertThat(ask(database.access().owner(), "SELECT pg_read_file('PG_VERSION')"))
                    .contains(String.valueOf(TestBinaries.defaultMajor()));
        }
    }
}
