package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.script.ScriptFile;
import dev.belay.server.EmbeddedScratch;
import dev.belay.server.ScratchDatabase;
import dev.belay.testing.TestBinaries;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTraceTest {

    private static final String SCRIPTS = "src/main/resources/db/migration";

    @TempDir
    Path folder;

    private void script(String name, String sql) throws IOException {
        Path path = folder.resolve(SCRIPTS).resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, sql);
    }

    private Trace trace(String... pending) {
        ScratchTrace scratch = scratch(pending);
        try (ScratchDatabase database = scratch.prepare()) {
            return scratch.run(database, Set.of(), Optional.empty()).trace();
        }
    }

    private ScratchTrace scratch(String... pending) {
        return scratch(Map.of(), pending);
    }

    private ScratchTrace scratch(Map<String, byte[]> former, String... pending) {
        return scratch(Duration.ofMinutes(2), former, pending);
    }

    private ScratchTrace scratch(Duration statement, Map<String, byte[]> former, String... pending) {
        var settings = new FlywaySettings(Map.of(), List.of(), List.of());
        var project = MigrationProject.open(
                settings,
                LocationResolver.resolve(settings, ProjectLayout.standard(folder)),
                ScratchTraceTest.class.getClassLoader());
        Set<ScriptFile> judged = Stream.of(
                        project.scripts().versioned(), project.scripts().repeatable())
                .flatMap(List::stream)
                .filter(script -> List.of(pending).contains(script.script()))
                .collect(Collectors.toSet());
        var request = new ScratchRequest(
                () -> new EmbeddedScratch(
                        TestBinaries.defaultMajor(), TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                "shop",
                false,
                Optional.empty(),
                true,
                statement);
        return new ScratchTrace(request, project, judged, former);
    }

    /** One line a statement, locks in the order of names. */
    private static String print(Trace trace) {
        return trace.scripts().stream()
                .map(script -> script.script() + "\n"
                        + script.statements().stream()
                                .map(statement -> "  " + print(statement) + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    private static String print(StatementTrace trace) {
        return trace.end()
                + trace.error()
                        .map(e -> " " + e.sqlState() + "@" + e.position().orElse(-1))
                        .orElse("")
                + locks("", trace.taken())
                + locks(" held", trace.held())
                + names(" rewritten ", trace.rewritten())
                + names(" scanned ", trace.scanned())
                + names(" built ", trace.built())
                + trace.changes().stream()
                        .map(change -> " " + change.action() + " " + change.type() + " " + change.identity())
                        .collect(Collectors.joining());
    }

    private static String locks(String word, List<RelationLock> locks) {
        return locks.isEmpty()
                ? ""
                : word
                        + locks.stream()
                                .map(lock -> " " + lock.relation().name().name() + ":" + lock.mode())
                                .sorted()
                                .collect(Collectors.joining());
    }

    private static String names(String word, List<Relation> relations) {
        return relations.isEmpty()
                ? ""
                : word
                        + relations.stream()
                                .map(relation -> relation.name().toString())
                                .sorted()
                                .collect(Collectors.joining(","));
    }

    @Test
    void seesWhatEveryStatementDoes() throws IOException {
        script("V1__base.sql", """
                CREATE TABLE orders (id int PRIMARY KEY, state varchar(10), total int);
                CREATE TABLE line (id int PRIMARY KEY, order_id int);
                """);
        script("V2__index.sql", "CREATE INDEX orders_state ON orders (state);");
        script("V3__rewrite.sql", "ALTER TABLE orders ALTER COLUMN total TYPE bigint;");
        script("V4__widen.sql", "ALTER TABLE orders ALTER COLUMN state TYPE varchar(20);");
        script("V5__scan.sql", "ALTER TABLE orders ALTER COLUMN state SET NOT NULL;");
        script("V6__key.sql", "ALTER TABLE line ADD FOREIGN KEY (order_id) REFERENCES orders;");
        script("V7__code.sql", "DO $$ BEGIN EXECUTE 'ALTER TABLE line DROP COLUMN order_id'; END $$;");
        script("V8__two.sql", "LOCK TABLE line; ALTER TABLE line ADD COLUMN note text;");
        script("V9__truncate.sql", "TRUNCATE line;");
        Trace trace = trace(
                "V2__index.sql",
                "V3__rewrite.sql",
                "V4__widen.sql",
                "V5__scan.sql",
                "V6__key.sql",
                "V7__code.sql",
                "V8__two.sql",
                "V9__truncate.sql");
        assertThat(print(trace)).isEqualTo("""
                V2__index.sql
                  RAN orders:SHARE orders_state:ACCESS EXCLUSIVE built public.orders CREATED index public.orders_state
                V3__rewrite.sql
                  RAN orders:ACCESS EXCLUSIVE orders:SHARE orders_pkey:ACCESS EXCLUSIVE orders_state:ACCESS EXCLUSIVE\
                 rewritten public.orders built public.orders ALTERED table public.orders
                V4__widen.sql
                  RAN orders:ACCESS EXCLUSIVE orders:SHARE orders_state:ACCESS EXCLUSIVE ALTERED table public.orders
                V5__scan.sql
                  RAN orders:ACCESS EXCLUSIVE scanned public.orders ALTERED table public.orders
                V6__key.sql
                  RAN line:SHARE ROW EXCLUSIVE orders:ROW SHARE orders:SHARE ROW EXCLUSIVE scanned public.line\
                 ALTERED table public.line
                V7__code.sql
                  RAN line:ACCESS EXCLUSIVE orders:ACCESS EXCLUSIVE DROPPED table column public.line.order_id\
                 DROPPED table constraint line_order_id_fkey on public.line ALTERED table public.line
                V8__two.sql
                  RAN line:ACCESS EXCLUSIVE
                  RAN held line:ACCESS EXCLUSIVE ALTERED table public.line
                V9__truncate.sql
                  RAN line:ACCESS EXCLUSIVE line:SHARE line_pkey:ACCESS EXCLUSIVE built public.line
                """);
        assertThat(trace.incomplete()).isEmpty();
    }

    @Test
    void whatCannotRunInATransactionIsSeenFromBeside() throws IOException {
        script("V1__base.sql", "CREATE TABLE orders (id int PRIMARY KEY, total int); CREATE TABLE other ();");
        script("V2__index.sql", "CREATE INDEX CONCURRENTLY orders_total ON orders (total);");
        script("V3__vacuum.sql", "VACUUM orders;");
        script("V4__full.sql", "VACUUM FULL orders;");
        script("V5__again.sql", "REINDEX TABLE CONCURRENTLY orders;");
        Trace trace = trace("V2__index.sql", "V3__vacuum.sql", "V4__full.sql", "V5__again.sql");
        assertThat(trace.scripts())
                .extracting(script -> print(script.statements().get(0)).replaceAll(" (CREATED|ALTERED).*", ""))
                .satisfies(lines -> {
                    assertThat(lines.get(0))
                            .contains("RAN orders:SHARE UPDATE EXCLUSIVE")
                            .endsWith("built public.orders");
                    assertThat(lines.get(1)).isEqualTo("RAN orders:SHARE UPDATE EXCLUSIVE");
                    assertThat(lines.get(2)).contains("orders:ACCESS EXCLUSIVE");
                    assertThat(lines.get(3)).contains("orders:SHARE UPDATE EXCLUSIVE");
                });
        assertThat(print(trace)).doesNotContain("other");
    }

    @Test
    void oneBadStatementHidesNoOther() throws IOException {
        script("V1__base.sql", "CREATE TABLE orders (id int PRIMARY KEY);");
        script("V2__bad.sql", """
                SELEKT 1;
                ALTER TABLE nowhere ADD COLUMN x int;
                SELECT pg_sleep(600);
                CREATE INDEX orders_id ON orders (id);
                """);
        script("V3__kill.sql", "CREATE TABLE lost (); SELECT pg_terminate_backend(pg_backend_pid()); SELECT 1;");
        script("V4__open.sql", "BEGIN; CREATE TABLE kept ();");
        script("V5__after.sql", "DROP TABLE orders;");
        ScratchTrace impatient = scratch(
                Duration.ofSeconds(4), Map.of(), "V2__bad.sql", "V3__kill.sql", "V4__open.sql", "V5__after.sql");
        Trace trace;
        try (ScratchDatabase database = impatient.prepare()) {
            trace = impatient.run(database, Set.of(), Optional.empty()).trace();
        }
        assertThat(print(trace)).isEqualTo("""
                V2__bad.sql
                  FAILED 42601@0
                  FAILED 42P01@-1
                  TIMED_OUT 57014@-1
                  RAN orders:SHARE orders_id:ACCESS EXCLUSIVE built public.orders CREATED index public.orders_id
                V3__kill.sql
                  RAN lost:ACCESS EXCLUSIVE CREATED table public.lost
                  SESSION_LOST 57P01@-1
                  NOT_RUN
                V4__open.sql
                  RAN
                  RAN kept:ACCESS EXCLUSIVE CREATED table public.kept
                V5__after.sql
                  RAN orders:ACCESS EXCLUSIVE orders_pkey:ACCESS EXCLUSIVE DROPPED table public.orders\
                 DROPPED table constraint orders_pkey on public.orders DROPPED index public.orders_pkey\
                 DROPPED index public.orders_id
                """);
    }

    @Test
    void aHistoryThatNeedsASuperuserIsToldHowToGetOne() throws IOException {
        script(
                "V1__load.sql",
                "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a);"
                        + " ALTER TABLE b DISABLE TRIGGER ALL;");
        script("V2__more.sql", "SELECT 1;");
        assertThatThrownBy(() -> scratch(Map.of(), "V2__more.sql").prepare())
                .isInstanceOfSatisfying(
                        EnvironmentException.class,
                        failure -> assertThat(failure.problem().next())
                                .containsSubsequence(
                                        "-Ddb.scratch.init", "-Ddb.scratch.superuser=true", "or judge the scripts"));
        script("V1__load.sql", "SELECT nothing;");
        assertThatThrownBy(() -> scratch(Map.of(), "V2__more.sql").prepare())
                .hasMessageContaining("-Ddb.scratch.init")
                .hasMessageNotContaining("superuser");
    }

    @Test
    void aChangedRepeatableIsTriedOnWhatItMadeBefore() throws IOException {
        script("V1__orders.sql", "CREATE TABLE orders (id int, net int);");
        script("R__view.sql", "CREATE OR REPLACE VIEW money AS SELECT net FROM orders;");
        byte[] before =
                "\uFEFFCREATE OR REPLACE VIEW money AS SELECT net, id FROM orders;".getBytes(StandardCharsets.UTF_8);
        ScratchTrace scratch = scratch(Map.of("R__view.sql", before), "R__view.sql");
        try (ScratchDatabase database = scratch.prepare()) {
            assertThat(print(scratch.run(database, Set.of(), Optional.empty()).trace()))
                    .isEqualTo("""
                            R__view.sql
                              FAILED 42P16@-1
                            """);
        }
    }

    @Test
    void aCallbackBehindTheVersionsMayNeedWhatIsPending() throws IOException {
        script("V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);");
        script("V2__states.sql", "ALTER TABLE orders ADD COLUMN state text;");
        script("afterMigrate__views.sql", "CREATE OR REPLACE VIEW states AS SELECT state FROM orders;");
        assertThat(print(trace("V2__states.sql"))).startsWith("V2__states.sql\n  RAN");
        ScratchTrace comparing = scratch("V2__states.sql").forComparison();
        assertThatThrownBy(comparing::prepare)
                .as("what the callback has made of the live schema is not known")
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("afterMigrate__views.sql");
    }

    @Test
    void theFirstFailureOfTheHistoryIsToldAndNotWhatItLeftForASecondAttempt() throws IOException {
        script("V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);");
        script("V2__states.sql", "ALTER TABLE orders ADD COLUMN state text;\nSELECT missing FROM orders;");
        script("V2__states.sql.conf", "executeInTransaction=false");
        script("V3__notes.sql", "ALTER TABLE orders ADD COLUMN note text;");
        script("afterMigrate__views.sql", "CREATE OR REPLACE VIEW states AS SELECT state FROM orders;");
        ScratchTrace scratch = scratch("V3__notes.sql");
        assertThatThrownBy(scratch::prepare)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("V2__states.sql:2:8: column \"missing\" does not exist");
    }

    @Test
    void aScriptBehindACallbackThatIsLeftOutFailsByItself() throws IOException {
        script("V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);");
        script("V2__states.sql", "ALTER TABLE orders ADD COLUMN state text;");
        script("R__wrong.sql", "SELECT missing FROM orders;");
        script("beforeRepeatables__views.sql", "CREATE OR REPLACE VIEW states AS SELECT state FROM orders;");
        ScratchTrace scratch = scratch("V2__states.sql");
        assertThatThrownBy(scratch::prepare)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("R__wrong.sql:1:8: column \"missing\" does not exist");
    }

    @Test
    void aCallbackThatFindsWhatItNeedsIsThereWhenScriptsAreTried() throws IOException {
        script("V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, state text);");
        script("V2__states.sql", "ALTER TABLE orders DROP COLUMN state;");
        script("afterMigrate__views.sql", "CREATE OR REPLACE VIEW states AS SELECT state FROM orders;");
        assertThat(print(trace("V2__states.sql"))).contains("2BP01");
    }

    @Test
    void theApplicationsQueriesAreTriedWithoutATraceOfIt() throws Exception {
        script("V1__a.sql", "CREATE TABLE orders (id int, state text); CREATE TABLE items (id int);");
        script(
                "V2__b.sql",
                "ALTER TABLE orders ADD note text; ALTER TABLE orders RENAME state TO status; DROP TABLE none;");
        script("V3__c.sql", "CREATE INDEX CONCURRENTLY a ON items (id);\nDO $$ BEGIN DROP TABLE items; END $$;");
        Files.writeString(
                folder.resolve("q.sql"),
                "SELECT note FROM orders; SELECT id FROM orders WHERE state = $1;\nSELECT * FROM items, orders;");
        ApplicationQueries queries = ApplicationQueries.ofFiles(folder, "q.sql");
        ScratchTrace scratch = scratch("V2__b.sql", "V3__c.sql");
        try (ScratchDatabase database = scratch.prepare()) {
            ScratchTrace.Seen tried = scratch.run(database, Set.of(), Optional.of(queries));
            assertThat(tried.queries().orElseThrow().broken())
                    .extracting(broken -> broken.query().place() + " "
                            + broken.cause().script().script() + " "
                            + broken.cause().statement().orElseThrow().number())
                    .containsExactly("q.sql:1 V2__b.sql 2", "q.sql:2 V3__c.sql 2");
            assertThat(tried.tried().orElseThrow()).startsWith("2 queries of the application tried, 1 not, ");
            assertThat(print(tried.trace())).isEqualTo(print(trace("V2__b.sql", "V3__c.sql")));
        }
    }
}
