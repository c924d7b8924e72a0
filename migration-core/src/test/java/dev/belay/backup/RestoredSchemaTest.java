package dev.belay.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.Progress;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.postgres.snapshot.WrittenExpressions;
import dev.belay.schema.Difference;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.server.ClientSearch;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema that a backup remembers, and what is made of it. */
class RestoredSchemaTest extends ShopSuite {

    /** What the server prints otherwise when it has read its own print, and what no dump brings back. */
    private static final String AWKWARD = """
            CREATE DOMAIN app.grade AS varchar(3) CHECK (VALUE IN ('a', 'b'));
            CREATE TABLE app.awkward (id int PRIMARY KEY, s varchar(10) CHECK (s IN ('a', 'b')), at timestamptz(3));
            CREATE INDEX ON app.awkward (s) WHERE s IN ('x', 'y');
            CREATE VIEW app.seen AS SELECT *, s IN ('q', 'w') AS x FROM app.awkward WHERE at < now();
            CREATE POLICY few ON app.awkward USING (s IN ('a', 'b') AND lower(s) IN ('c', 'd'));
            CREATE TRIGGER t BEFORE UPDATE ON app.awkward FOR EACH ROW WHEN (old.s IN ('a', 'b'))
                EXECUTE FUNCTION suppress_redundant_updates_trigger();
            CREATE RULE r AS ON INSERT TO app.awkward WHERE new.s IN ('a', 'b') DO ALSO NOTHING;
            CREATE TABLE app.parent (a int); CREATE TABLE app.child (z int) INHERITS (app.parent);
            ALTER TABLE app.parent ADD late int;
            CREATE INDEX half ON app.awkward (at); COMMENT ON INDEX app.half IS 'never finished';
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'app.half'::regclass;
            REVOKE USAGE ON TYPE app.awkward FROM PUBLIC
            """;

    private SchemaSnapshot schema() throws SQLException {
        try (Connection connection = shop.database.connect()) {
            return SnapshotReader.read(connection, Set.of());
        }
    }

    private Restored restore(Backup backup) {
        return Restore.into(backup, shop.maintenance().settings(), shop.beside("_side"), shop.options());
    }

    private RestoredSchema compared(Backup backup, Restored restored) {
        return RestoredSchema.of(
                        backup, Optional.empty(), restored, shop.options().run(), Progress.SILENT)
                .orElseThrow();
    }

    @Test
    void theFileHasEveryObjectWithOwnerAndPrivilegesAndIsAFileAsEveryOther() throws Exception {
        Backup backup = new Backups().make(shop.request(dir));
        assertThat(new Backups().schema(backup, Optional.empty())).contains(schema());
        assertThat(backup.manifest().files())
                .extracting(Manifest.BackupFile::path)
                .contains(SchemaFile.FILE);
        Path file = backup.folder().resolve(SchemaFile.FILE);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(SchemaFile.plain(bytes), StandardCharsets.UTF_8))
                .contains(shop.reader + " on table app.orders");
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThat(new Backups()
                        .verify(backup, new ClientSearch(shop.source(), Progress.SILENT), Optional.empty())
                        .troubles())
                .containsExactly("schema.json.gz is not as it was written (SHA-256)");
    }

    @Test
    void anEncryptedBackupHasNoneThatCanBeRead() throws Exception {
        BackupKey key = BackupKey.generate();
        Backup backup = new Backups().make(shop.request(dir, Optional.of(key)));
        assertThat(new Backups().schema(backup, Optional.of(key))).contains(schema());
        try (Stream<Path> files = Files.list(backup.folder())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(text).as(file.toString()).doesNotContain(shop.reader);
            }
        }
        assertThat(backup.folder().resolve(SchemaFile.FILE)).doesNotExist();
    }

    @Test
    void whatSomebodyMakesDuringTheDumpIsInNeither() throws Exception {
        var once = new AtomicBoolean();
        BackupRequest quiet = shop.request(dir);
        Backup backup = new Backups()
                .make(new BackupRequest(
                        quiet.settings(),
                        quiet.method(),
                        quiet.dir(),
                        quiet.key(),
                        quiet.migrationVersion(),
                        quiet.run(),
                        quiet.client(),
                        quiet.command(),
                        new Progress() {
                            @Override
                            public void detail(String line) {
                                if (line.startsWith("pg_dump:") && !once.getAndSet(true)) {
                                    shop.database.execute(
                                            "CREATE TABLE app.late (); GRANT UPDATE ON app.orders TO " + shop.reader);
                                }
                            }
                        }));
        assertThat(once).isTrue();
        assertThat(new Backups().schema(backup, Optional.empty()).orElseThrow().objects())
                .doesNotContainKey(new ObjectId("table", "app.late"));
        assertThat(compared(backup, restore(backup)).wrong().lines()).isEmpty();
    }

    @Test
    void whatADumpCannotBringBackIsSaidAndWhatItPrintsOtherwiseIsNot() {
        shop.database.execute(AWKWARD);
        Backup backup = new Backups().make(shop.request(dir));
        RestoredSchema compared = compared(backup, restore(backup));
        assertThat(compared.wrong().lines()).isEmpty();
        assertThat(compared.unavoidable().differences().stream().map(Difference::words))
                .containsExactlyInAnyOrder(
                        "column app.child.late stands at place 2, and stood at 3",
                        "column app.child.z stands at place 3, and stood at 2",
                        "comment index app.half is missing",
                        "index app.half is missing",
                        "privileges PUBLIC on type app.awkward is missing");
        assertThat(compared.objects()).isGreaterThan(50);
    }

    /** Of each major version some 1,200 statements, a dump and a restore. */
    @Test
    @Timeout(600)
    void everyExpressionComesBackAsTheSame() throws SQLException {
        int compared = 0;
        for (int major : TestBinaries.majors()) {
            shop.close();
            Optional<Shop> other = Shop.open(servers, major);
            if (other.isPresent()) {
                shop = other.get();
                TestDatabase expressions = shop.named(shop.beside("_expressions"));
                shop.maintenance().execute("CREATE DATABASE " + expressions.name() + " TEMPLATE template0");
                assertThat(WrittenExpressions.make(expressions)).isEmpty();
                Backup backup = new Backups().make(shop.request(dir, expressions.settings()));
                RestoredSchema found = compared(backup, restore(backup));
                assertThat(found.wrong().lines()).isEmpty();
                assertThat(found.unavoidable().differences()).isNotEmpty().allMatch(RestoredSchema::isUndecided);
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "==>", textBlock = """
            SELECT (id + 1) * 2 AS n FROM app.orders ==> SELECT id + (1 * 2) AS n FROM app.orders
            SELECT id::int AS n FROM app.orders WHERE note::varchar(3) > '' ==> SELECT id::int AS n FROM app.orders WHERE note::varchar(4) > ''
            SELECT 1 AS n WHERE true AND (true OR false) ==> SELECT 1 AS n WHERE (true AND true) OR false
            SELECT id AS n FROM app.orders WHERE id::int4 > 1 ==> SELECT id AS n FROM app.orders WHERE id::int8 > 1
            SELECT id AS n FROM app.orders WHERE note IN ('a b') ==> SELECT id AS n FROM app.orders WHERE note IN ('ab')
            """)
    void whatDiffersInBracketsCastsOrBlanksIsAnother(String then, String now) {
        shop.database.execute("CREATE VIEW app.v AS " + then);
        Backup backup = new Backups().make(shop.request(dir));
        Restored restored = restore(backup);
        shop.named(restored.settings().database().orElseThrow())
                .execute("DROP VIEW app.v; CREATE VIEW app.v AS " + now);
        assertThat(compared(backup, restored).wrong().differences())
                .extracting(Difference::words)
                .contains("view app.v is another");
    }

    @Test
    void anArrayOfArraysIsNeverSilentlyOneOfTheirTexts() throws SQLException {
        String view = "CREATE OR REPLACE VIEW app.v AS SELECT CASE WHEN id > 0 THEN ARRAY[%s] ELSE t END AS c"
                + " FROM app.orders, (SELECT '{}'::varchar[] AS a, '{}'::text[] AS t) x";
        shop.database.execute(String.format(view, "a, a"));
        SchemaSnapshot ofArrays = schema();
        Backup backup = new Backups().make(shop.request(dir));
        RestoredSchema same = compared(backup, restore(backup));
        assertThat(same.wrong().lines()).isEmpty();
        assertThat(same.unavoidable().lines()).anyMatch(line -> line.contains("ARRAY[(x.a)::text[], (x.a)::text[]]"));
        shop.database.execute(String.format(view, "a::text, a::text"));
        SchemaSnapshot ofTexts = schema();
        assertThat(RestoredSchema.between(ofArrays, ofTexts, true).unavoidable().lines())
                .isNotEmpty();
        assertThat(RestoredSchema.between(ofTexts, ofArrays, true).wrong().lines())
                .isNotEmpty();
    }

    @Test
    void anOwnerAPrivilegeOrADefinitionThatIsAnotherIsWrong() {
        shop.database.execute(AWKWARD);
        Backup backup = new Backups().make(shop.request(dir));
        Restored restored = restore(backup);
        TestDatabase side = shop.named(restored.settings().database().orElseThrow());
        side.execute("ALTER TABLE app.awkward OWNER TO " + shop.reader + "; GRANT UPDATE ON app.orders TO "
                + shop.reader + "; ALTER TABLE app.orders ALTER note SET DEFAULT 'x'; DROP POLICY own ON app.orders;"
                + " ALTER TABLE app.awkward DROP CONSTRAINT awkward_s_check, ADD CONSTRAINT awkward_s_check"
                + " CHECK (s IN ('a', 'c'))");
        assertThat(compared(backup, restored).wrong().differences())
                .extracting(Difference::words)
                .contains(
                        "column app.orders.note is another",
                        "constraint awkward_s_check on app.awkward is another",
                        "owner table app.awkward is another",
                        "policy own on app.orders is missing",
                        "privileges " + shop.reader + " on table app.orders is another");
    }

    @Test
    void anotherMajorPrintsInItsOwnWay() {
        var table = new ObjectId("view", "public.v");
        var then = new SchemaSnapshot(Map.of(table, new SchemaObject("SELECT orders.id", 0)));
        var now = new SchemaSnapshot(Map.of(table, new SchemaObject("SELECT id", 0)));
        assertThat(RestoredSchema.between(then, now, true).wrong().differences())
                .hasSize(1);
        assertThat(RestoredSchema.between(then, now, false).wrong().differences())
                .isEmpty();
        assertThat(RestoredSchema.between(then, now, false).unavoidable().differences())
                .hasSize(1);
    }

    @Test
    void aBackupOfAnEarlierVersionHasExpressionsInTheFormOfToday() throws IOException {
        shop.database.execute(
                "CREATE TABLE app.early (id int CONSTRAINT few CHECK (id BETWEEN 1 AND 99999 AND id <> 7),"
                        + " s varchar(3) CONSTRAINT listed CHECK (s IN ('a', 'b')))");
        Backup backup = new Backups().make(shop.request(dir));
        Backup early = WithoutSchema.other(
                WithoutSchema.other(
                        backup,
                        "(((id >= 1) AND (id <= 99999) AND (id <> 7)))",
                        "((((id >= 1) AND (id <= 99999)) AND (id <> 7)))"),
                "ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])",
                "ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])");
        assertThat(compared(early, restore(early)).wrong().lines()).isEmpty();
    }

    @Test
    void aBackupOfAnEarlierVersionSaysNothingOfTheSchema() throws IOException {
        Backup backup = WithoutSchema.of(new Backups().make(shop.request(dir)));
        assertThat(new Backups().schema(backup, Optional.empty())).isEmpty();
        assertThat(new Backups()
                        .verify(backup, new ClientSearch(shop.source(), Progress.SILENT), Optional.empty())
                        .troubles())
                .isEmpty();
    }
}
