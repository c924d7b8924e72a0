package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import dev.belay.postgres.SessionRole;
import dev.belay.postgres.Sessions;
import dev.belay.testing.OwnExtension;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Extensions are as before when a backup was restored and put into the place of its database. */
@ExtendWith(PostgresExtension.class)
@Timeout(600)
class ExtensionRestoreTest {

    private static final String EXTENSIONS = "SELECT extname, extversion, nspname, pg_get_userbyid(extowner),"
            + " coalesce(array_length(extconfig, 1), 0), (SELECT count(*) FROM pg_depend WHERE refobjid = e.oid"
            + " AND deptype = 'e'), obj_description(e.oid, 'pg_extension')"
            + " FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace ORDER BY 1";

    private static final String SETTINGS = """
            CREATE TABLE @extschema@.settings (key text PRIMARY KEY, value text);
            INSERT INTO @extschema@.settings VALUES ('built in', 'yes');
            SELECT pg_catalog.pg_extension_config_dump('@extschema@.settings', 'WHERE key <> ''built in''');
            CREATE FUNCTION @extschema@.setting(text) RETURNS text LANGUAGE sql
                AS 'SELECT value FROM @extschema@.settings WHERE key = $1';
            """;

    private final TestServers servers;
    private Shop shop;

    @TempDir
    private Path dir;

    ExtensionRestoreTest(TestServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void open() {
        shop = Shop.open(servers);
    }

    @AfterEach
    void close() {
        if (shop != null) {
            shop.close();
        }
    }

    private Restored restored(Backup backup) {
        return Restore.into(backup, shop.maintenance().settings(), shop.beside("_side"), shop.options());
    }

    private static List<String> versions(Restored restored, String extension) throws SQLException {
        try (Connection connection =
                new Sessions(Progress.SILENT).open(restored.settings(), RunId.random(), SessionRole.READ)) {
            return Rows.texts(connection, "SELECT extversion FROM pg_extension WHERE extname = ?", extension);
        }
    }

    private void restoreAndSwap() {
        Backup backup = new Backups().make(shop.request(dir));
        shop.database.execute("DROP EXTENSION hstore CASCADE; CREATE EXTENSION citext");
        RestoreOptions options = shop.options();
        String side = shop.beside("_side");
        Restore.into(backup, shop.maintenance().settings(), side, options);
        Swapped swapped = Swap.run(new SwapRequest(
                shop.database.settings(),
                side,
                backup.manifest(),
                new Backups().facts(backup, Optional.empty()),
                writes -> writes,
                writes -> true,
                SwapRequest.LastWork.NONE,
                options.run(),
                Progress.SILENT));
        shop.beside(swapped.failed().substring(shop.database.name().length()));
    }

    /** One of whose tables holds settings that users change. */
    private OwnExtension own(String name) throws IOException {
        return OwnExtension.of(shop.database, name).version("1.2", SETTINGS).byDefault("1.2");
    }

    @Test
    void allOfThemComeBackWithWhatIsMadeOfThem() {
        shop.database.execute("CREATE EXTENSION hstore SCHEMA app; COMMENT ON EXTENSION hstore IS 'keys of a shop';"
                + " GRANT EXECUTE ON FUNCTION app.hstore(text, text) TO " + shop.reader + ";"
                + " CREATE TABLE app.labels (id int PRIMARY KEY, label app.hstore);"
                + " INSERT INTO app.labels VALUES (1, 'a=>1, b=>2');"
                + " CREATE INDEX labels_label ON app.labels USING gin (label)");
        List<String> before = shop.database.query(EXTENSIONS);
        String found = "SELECT id, label OPERATOR(app.->) 'b'::text, proacl::text FROM app.labels, pg_proc"
                + " WHERE pg_proc.oid = 'app.hstore(text, text)'::regprocedure AND label OPERATOR(app.?) 'a'";
        List<String> rows = shop.database.query(found);
        List<String> dump = shop.client.dump(shop.database);

        restoreAndSwap();

        assertThat(before).anyMatch(line -> line.startsWith("hstore|") && line.endsWith("|keys of a shop"));
        assertThat(shop.database.query(EXTENSIONS)).isEqualTo(before);
        assertThat(rows).singleElement().asString().startsWith("1|2|").contains(shop.reader);
        assertThat(shop.database.query(found)).isEqualTo(rows);
        assertThat(shop.client.dump(shop.database)).isEqualTo(dump);
    }

    @Test
    void rowsThatUsersHavePutIntoATableOfAnExtensionComeBack() throws IOException {
        String name = own("belay_own").name();
        shop.database.execute("CREATE EXTENSION hstore SCHEMA app; CREATE EXTENSION " + name + " SCHEMA app;"
                + " INSERT INTO app.settings VALUES ('colour', 'it''s \\ blue'), ('size', NULL);"
                + " GRANT SELECT ON app.settings TO " + shop.reader);
        List<String> before = shop.database.query(EXTENSIONS);

        restoreAndSwap();

        assertThat(before).anyMatch(line -> line.startsWith(name + "|1.2|app|") && line.contains("|1|"));
        assertThat(shop.database.query(EXTENSIONS)).isEqualTo(before);
        assertThat(shop.database.query("SELECT key, value FROM app.settings ORDER BY key"))
                .containsExactly("built in|yes", "colour|it's \\ blue", "size|");
        assertThat(shop.database.query("SELECT app.setting('colour')")).containsExactly("it's \\ blue");
        assertThat(shop.database.query("SELECT has_table_privilege('" + shop.reader + "', 'app.settings', 'SELECT')"))
                .containsExactly("t");
    }

    @Test
    void theVersionComesBackThatItHadAndNotTheDefault() throws Exception {
        OwnExtension own = own("belay_own_moved");
        String name = own.name();
        shop.database.execute("CREATE EXTENSION " + name + " SCHEMA public;"
                + " INSERT INTO public.settings VALUES ('colour', 'blue')");
        Backup backup = new Backups().make(shop.request(dir));
        own.version("1.3", SETTINGS).byDefault("1.3");
        Restored restored = restored(backup);
        assertThat(versions(restored, name)).containsExactly("1.2");
        assertThat(restored.otherVersions()).isEmpty();
        assertThat(new TestDatabase("", 0, restored.settings()).query("SELECT key FROM public.settings ORDER BY 1"))
                .containsExactly("built in", "colour");
    }

    /** Its schema is made by the dump, and with it the extension: too late to say another version. */
    @Test
    void aVersionThatCannotComeBackIsSaid() throws Exception {
        OwnExtension own = own("belay_own_made");
        String name = own.name();
        shop.database.execute("CREATE EXTENSION " + name + " SCHEMA app");
        Backup backup = new Backups().make(shop.request(dir));
        own.version("1.3", SETTINGS).byDefault("1.3");
        Restored restored = restored(backup);
        assertThat(versions(restored, name)).containsExactly("1.3");
        assertThat(restored.otherVersions())
                .containsExactly("the extension " + name
                        + " is restored in version 1.3, and was in 1.2 when the backup was made");
    }

    @Test
    void ofABackupThatDoesNotSayTheVersionsNothingIsSaid() throws Exception {
        Backup backup = new Backups().make(shop.request(dir));
        ClusterFacts facts = new Backups().facts(backup, Optional.empty());
        assertThat(facts.extensions().orElseThrow())
                .extracting(ClusterFacts.Extension::name)
                .startsWith("plpgsql");
        String json = new String(ManifestFile.json(facts), StandardCharsets.UTF_8);
        ClusterFacts earlier = ManifestFile.parse(
                json.replace("\"extensions\"", "\"somethingLater\"").getBytes(StandardCharsets.UTF_8),
                ClusterFacts.class);
        assertThat(earlier.extensions()).isEmpty();
        assertThat(earlier.roles()).isEqualTo(facts.roles());
    }
}
