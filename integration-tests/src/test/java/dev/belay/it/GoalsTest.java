package dev.belay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.belay.it.Scenario.Run;
import dev.belay.testing.PostgresClient;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Goals that work on a database. */
class GoalsTest extends MavenSuite {

    private static final String NASTY = "pa ss'@:/% \\\"$1";

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
}
