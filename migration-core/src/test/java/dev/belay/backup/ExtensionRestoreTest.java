package dev.belay.backup;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Progress;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    private static final String NAME = "belay_own";

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

    /**
     * The server is given the files of an extension, one of whose tables holds settings that users change. They stay:
     * whoever asks the server meanwhile which extensions there are would fail when one of them goes.
     */
    private void installOwn() throws IOException {
        Path folder = Path.of(shop.database
                        .query("SELECT setting FROM pg_config WHERE name = 'SHAREDIR'")
                        .get(0))
                .resolve("extension");
        write(folder.resolve(NAME + "--1.2.sql"), """
                CREATE TABLE @extschema@.settings (key text PRIMARY KEY, value text);
                INSERT INTO @extschema@.settings VALUES ('built in', 'yes');
                SELECT pg_catalog.pg_extension_config_dump('@extschema@.settings', 'WHERE key <> ''built in''');
                CREATE FUNCTION @extschema@.setting(text) RETURNS text LANGUAGE sql
                    AS 'SELECT value FROM @extschema@.settings WHERE key = $1';
                """);
        write(folder.resolve(NAME + ".control"), "default_version = '1.2'\nrelocatable = false\n");
    }

    private void write(Path file, String text) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Path whole = Files.writeString(dir.resolve(file.getFileName()), text);
            Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-r--r--"));
            Path beside = Files.copy(whole, file.resolveSibling(file.getFileName() + ".new"), REPLACE_EXISTING);
            Files.move(beside, file, ATOMIC_MOVE);
        }
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
        installOwn();
        shop.database.execute("CREATE EXTENSION hstore SCHEMA app; CREATE EXTENSION " + NAME + " SCHEMA app;"
                + " INSERT INTO app.settings VALUES ('colour', 'it''s \\ blue'), ('size', NULL);"
                + " GRANT SELECT ON app.settings TO " + shop.reader);
        List<String> before = shop.database.query(EXTENSIONS);

        restoreAndSwap();

        assertThat(before).anyMatch(line -> line.startsWith(NAME + "|1.2|app|") && line.contains("|1|"));
        assertThat(shop.database.query(EXTENSIONS)).isEqualTo(before);
        assertThat(shop.database.query("SELECT key, value FROM app.settings ORDER BY key"))
                .containsExactly("built in|yes", "colour|it's \\ blue", "size|");
        assertThat(shop.database.query("SELECT app.setting('colour')")).containsExactly("it's \\ blue");
        assertThat(shop.database.query("SELECT has_table_privilege('" + shop.reader + "', 'app.settings', 'SELECT')"))
                .containsExactly("t");
    }
}
