package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RefusalException;
import dev.belay.script.ApplicationQuery;
import dev.belay.server.EmbeddedPostgres;
import dev.belay.server.EmbeddedRequest;
import dev.belay.server.ServerKind;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class ApplicationQueriesTest {

    @TempDir
    private Path folder;

    private void write(String name, String text) throws Exception {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void filesFoldersAndPatternsAreRead() throws Exception {
        write("one.sql", "SELECT 1");
        write("q/a.sql", "-- a\nSELECT 2;\n\nSELECT 3\n;");
        write("q/deep/b.SQL", "WITH x AS (SELECT 1) TABLE x");
        write("q/readme.txt", "SELECT 4");
        write("p/x/c.sql", "(VALUES (5)); SELECT 1;");
        write("p/c.txt", "SELECT 6");
        assertThat(ApplicationQueries.ofFiles(folder, "one.sql, q,p/**/*.sql").queries())
                .extracting(ApplicationQuery::place)
                .containsExactly("one.sql:1", "q/a.sql:2", "q/a.sql:4", "q/deep/b.SQL:1", "p/x/c.sql:1");
    }

    @Test
    void whatCannotBePreparedIsPassedOverAndCounted() throws Exception {
        write("a.sql", "BEGIN; UPDATE a SET b = $1; VACUUM a; <insufficient privilege>; COMMIT");
        ApplicationQueries found = ApplicationQueries.ofFiles(folder, "a.sql");
        assertThat(found.queries()).extracting(ApplicationQuery::sql).containsExactly("UPDATE a SET b = $1");
        assertThat(found.passedOver()).isEqualTo(4);
    }

    @Test
    void whatNamesNothingIsRefused() throws Exception {
        Files.createDirectories(folder.resolve("empty"));
        for (String value : new String[] {"none.sql", "empty", "empty/*.sql", "none/**/*.sql"}) {
            assertThatThrownBy(() -> ApplicationQueries.ofFiles(folder, value))
                    .as(value)
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("db.queries names " + value);
        }
    }

    @Test
    void aFileThatIsNotUtf8IsRefused() throws Exception {
        Files.write(folder.resolve("latin.sql"), new byte[] {'S', (byte) 0xe4, '\n'});
        assertThatThrownBy(() -> ApplicationQueries.ofFiles(folder, "latin.sql"))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("latin.sql, which is not in UTF-8");
    }

    @Test
    void aDatabaseWithoutTheExtensionIsRefused(TestDatabase database) throws Exception {
        try (Connection connection = database.connect()) {
            assertThatThrownBy(() -> ApplicationQueries.ofDatabase(connection))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("no extension pg_stat_statements");
        }
        database.execute("CREATE SCHEMA ext; CREATE EXTENSION pg_stat_statements SCHEMA ext");
        try (Connection connection = database.connect()) {
            assertThatThrownBy(() -> ApplicationQueries.ofDatabase(connection))
                    .isInstanceOf(RefusalException.class)
                    .hasMessageContaining("shared_preload_libraries");
        }
    }

    @Test
    void whatADatabaseHasBeenAskedIsRead() throws Exception {
        var request = new EmbeddedRequest(
                TestBinaries.defaultMajor(),
                TestBinaries.source(),
                TestBinaries.home(),
                new ServerKind.Kept("queries-" + UUID.randomUUID(), Duration.ofSeconds(30)),
                Progress.SILENT);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(request)) {
            database(server).execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(request)) {
            TestDatabase database = database(server);
            database.execute("CREATE SCHEMA ext; CREATE EXTENSION pg_stat_statements SCHEMA ext");
            database.execute("CREATE TABLE orders (id int, state text)");
            database.execute("SELECT id FROM orders WHERE state = 'new' AND id IN (1, 2)");
            database.execute("SELECT id FROM orders WHERE state = 'new' AND id IN (1, 2)");
            database.execute("UPDATE orders SET state = 'old' WHERE id = 7");
            try (Connection connection = database.connect()) {
                ApplicationQueries found = ApplicationQueries.ofDatabase(connection);
                assertThat(found.queries())
                        .extracting(ApplicationQuery::sql)
                        .contains(
                                "SELECT id FROM orders WHERE state = $1 AND id IN ($2, $3)",
                                "UPDATE orders SET state = $1 WHERE id = $2")
                        .noneMatch(sql -> sql.startsWith("CREATE"));
                assertThat(found.passedOver()).isPositive();
                assertThat(QueryTrial.before(connection, found, false).words())
                        .startsWith(found.queries().size() + " queries of the application tried, ");
            }
        }
    }

    private static TestDatabase database(EmbeddedPostgres server) {
        return new TestDatabase("postgres", TestBinaries.defaultMajor(), server.connection("postgres"));
    }
}
