package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database that a backup is restored into: as the original was, or none. */
class SideDatabaseTest extends ShopSuite {

    private final List<String> heard = new ArrayList<>();
    private Backup backup;
    private String side;

    @BeforeEach
    void open() {
        backup = new Backups().make(shop.request(dir));
        side = shop.beside("_side");
    }

    @Test
    void whatIsToTakeTheOriginalsPlaceSortsAsThatDid() throws SQLException {
        assertThatThrownBy(
                        () -> create(RestoreOptions.complete(backup.manifest().run()), "xx_XX", "pg_default"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("does not know the locale")
                .hasMessageContaining("xx_XX");
        assertThat(shop.maintenance().query("SELECT 1 FROM pg_database WHERE datname = '" + side + "'"))
                .isEmpty();
        create(RestoreOptions.rehearsal(backup.manifest().run()), "xx_XX", "pg_default");
        assertThat(heard).anyMatch(line -> line.contains("sorts otherwise"));
    }

    @Test
    void itIsInTheSameTablespaceWhereThereIsOne() throws SQLException {
        assumeTrue(shop.database.major() >= 15, "tablespaces beside the data come with PostgreSQL 15");
        String tablespace = "ts_" + backup.manifest().run();
        try (Connection connection = shop.maintenance().connect()) {
            Rows.execute(connection, "SET allow_in_place_tablespaces = on");
            Rows.execute(connection, "CREATE TABLESPACE " + tablespace + " LOCATION ''");
            create(
                    RestoreOptions.complete(backup.manifest().run()),
                    facts().locale().collate(),
                    tablespace);
            assertThat(Rows.texts(
                            connection,
                            "SELECT spcname FROM pg_database d JOIN pg_tablespace t ON t.oid = dattablespace"
                                    + " WHERE datname = ?",
                            side))
                    .containsExactly(tablespace);
            Rows.execute(connection, "DROP DATABASE " + side);
            Rows.execute(connection, "DROP TABLESPACE " + tablespace);
        }
        create(
                RestoreOptions.complete(backup.manifest().run()),
                facts().locale().collate(),
                tablespace);
        assertThat(heard).anyMatch(line -> line.contains("the tablespace " + tablespace + " is not there"));
    }

    private ClusterFacts facts() {
        return new Backups().facts(backup, Optional.empty());
    }

    private void create(RestoreOptions options, String collate, String tablespace) throws SQLException {
        ClusterFacts facts = facts();
        ClusterFacts.Locale locale = facts.locale();
        var changed = new ClusterFacts(
                facts.name(),
                facts.owner(),
                facts.connectionLimit(),
                facts.comment(),
                tablespace,
                new ClusterFacts.Locale(
                        locale.encoding(),
                        collate,
                        locale.ctype(),
                        locale.provider(),
                        locale.name(),
                        locale.icuRules()),
                facts.privileges(),
                facts.settings(),
                facts.securityLabels(),
                facts.publicSchema(),
                facts.roles(),
                facts.extensions());
        Progress progress = new Progress() {
            @Override
            public void warn(String line) {
                heard.add(line);
            }
        };
        try (Connection connection = shop.maintenance().connect()) {
            new SideDatabase(connection, side, options.withProgress(progress)).create(backup.manifest(), changed);
        }
    }
}
