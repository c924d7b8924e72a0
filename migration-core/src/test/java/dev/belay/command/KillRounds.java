package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A database that is at each round's beginning as it was before the first, and of which a killed run leaves nothing. */
final class KillRounds implements AutoCloseable {

    private final Scenario scenario;
    private final Path backups;
    private final TestDatabase maintenance;
    private final String base;

    /** @param major of the server, which the installed client can read */
    KillRounds(TestServers servers, int major, Path folder, Path backups) {
        this.scenario = new Scenario(new OneServer(servers, major), folder);
        this.backups = backups;
        this.maintenance = named("postgres");
        this.base = scenario.superuser().name() + "_base";
        scenario.mayRestore();
    }

    Scenario scenario() {
        return scenario;
    }

    /** {@return another database of the server, as superuser} */
    TestDatabase named(String name) {
        return new TestDatabase(
                name,
                scenario.superuser().major(),
                scenario.superuser().settings().withDatabase(name));
    }

    /** What the database is now, it is at the beginning of each round. */
    void keep() {
        maintenance.execute(
                "CREATE DATABASE " + base + " TEMPLATE " + scenario.database().name());
    }

    void reset() {
        String name = scenario.database().name();
        aside().forEach(failed -> maintenance.execute("DROP DATABASE " + failed + " WITH (FORCE)"));
        maintenance.execute("DROP DATABASE " + name + " WITH (FORCE)");
        maintenance.execute("CREATE DATABASE " + name + " TEMPLATE " + base + " OWNER " + scenario.owner());
    }

    /** {@return what was live until a restored database took its place} */
    List<String> aside() {
        return maintenance.query("SELECT datname FROM pg_database WHERE datname LIKE '"
                + scenario.database().name() + "\\_failed\\_%' ORDER BY 1");
    }

    /** {@return the databases that were made from this one, and that no run leaves} */
    List<String> beside() {
        return maintenance.query("SELECT datname FROM pg_database WHERE datname LIKE '"
                + scenario.database().name() + "\\_%' AND datname <> '" + base
                + "' AND datname NOT LIKE '%\\_failed\\_%'");
    }

    /** {@return how long a process takes that nobody kills, from its start on} */
    static long usualMillis(Process child) throws Exception {
        long begin = System.nanoTime();
        child.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(child.waitFor()).isZero();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    void requireNothingLeft(String label) throws IOException {
        assertThat(beside()).as(label + ": databases").isEmpty();
        assertThat(maintenance.query("SELECT datname FROM pg_database WHERE NOT datallowconn AND datname LIKE '"
                        + scenario.database().name() + "%'"))
                .as(label + ": fences")
                .isEmpty();
        scenario.superuser()
                .execute(Waiting.until("NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'belay %'"
                        + " AND split_part(application_name, ' ', 2) IN (SELECT id FROM belay.run))"));
        assertThat(scenario.superuser()
                        .query("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database ="
                                + " (SELECT oid FROM pg_database WHERE datname = current_database())"))
                .as(label + ": locks")
                .isEmpty();
        assertThat(scenario.query("TABLE belay.step")).as(label).isEmpty();
        assertThat(scenario.query("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
                .as(label)
                .isEmpty();
        try (Stream<Path> files = Files.walk(backups)) {
            assertThat(files.filter(file -> file.endsWith("unfinished")))
                    .as(label)
                    .isEmpty();
        }
    }

    /** One line for each round, for whoever asked for many. */
    static void report(String label, Kill kill, Kill.Struck struck, List<String> told) {
        if (Boolean.getBoolean("belay.kills.tell")) {
            List<String> said = struck.said();
            System.out.println(label + " " + kill + (struck.killed() ? "" : " had ended") + ": child "
                    + (said.isEmpty() ? "" : said.get(said.size() - 1)) + "; " + told);
        }
    }

    @Override
    public void close() {
        reset();
        maintenance.execute("DROP DATABASE IF EXISTS " + base);
        scenario.close();
    }
}
