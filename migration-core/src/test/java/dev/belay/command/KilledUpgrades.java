package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.Safeguards.WayOut;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.testing.CommittingWriter;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Rounds of an upgrade that is killed, and another that follows it; each on a database as it was before the first. */
final class KilledUpgrades implements AutoCloseable {

    /** What a run says when the restored database has taken the other's place. */
    static final String RESTORED = "%s is the restored database";

    private static final String HISTORY = "SELECT version, success FROM flyway_schema_history ORDER BY installed_rank";

    private final Scenario scenario;
    private final Path backups;
    private final TestDatabase maintenance;
    private final String base;
    private final SchemaSnapshot wanted;
    private long usualMillis;
    private boolean failing;
    private int rounds;

    /**
     * When to kill.
     *
     * @param line the beginning of what the child says then; empty for never
     * @param millis after that line, or after its start
     */
    record Kill(Optional<String> line, long millis) {

        static Kill at(String line, long millis) {
            return new Kill(Optional.of(line), millis);
        }

        static Kill after(long millis) {
            return new Kill(Optional.empty(), millis);
        }
    }

    KilledUpgrades(TestServers servers, int major, Path folder, Path backups) {
        this.scenario = new Scenario(new OneServer(servers, major), folder);
        this.backups = backups;
        var settings = scenario.superuser().settings();
        this.maintenance = new TestDatabase("postgres", major, settings.withDatabase("postgres"));
        this.base = scenario.superuser().name() + "_base";
        scripts();
        scenario.superuser()
                .execute(
                        "ALTER ROLE " + scenario.owner() + " CREATEDB; GRANT pg_signal_backend TO " + scenario.owner());
        scenario.upgrade("1");
        maintenance.execute(
                "CREATE DATABASE " + base + " TEMPLATE " + scenario.database().name());
        upgrade();
        this.wanted = schema();
    }

    private void scripts() {
        scenario.script(
                        "V1__base.sql",
                        "CREATE TABLE customer (id int PRIMARY KEY, name text); INSERT INTO customer"
                                + " SELECT i, 'n' || i FROM generate_series(1, 20000) i;"
                                + " CREATE TABLE entry (id int PRIMARY KEY, note text);")
                .script("U1__base.sql", "DROP TABLE entry; DROP TABLE customer;")
                .script(
                        "V2__mail.sql",
                        "ALTER TABLE customer ADD COLUMN mail text; UPDATE customer SET mail = name || '@x.org';")
                .script("U2__mail.sql", "ALTER TABLE customer DROP COLUMN mail;")
                .script(
                        "V3__address.sql",
                        "CREATE TABLE address (customer int REFERENCES customer, street text);"
                                + " INSERT INTO address SELECT id, 's' || id FROM customer;")
                .script("U3__address.sql", "DROP TABLE address;")
                .script(
                        "V4__indexes.sql",
                        "CREATE INDEX CONCURRENTLY customer_mail ON customer (mail);"
                                + " CREATE INDEX CONCURRENTLY entry_note ON entry (note);")
                .script("U4__indexes.sql", "DROP INDEX customer_mail; DROP INDEX entry_note;")
                .script("V5__flag.sql", "ALTER TABLE entry ADD COLUMN flag int NOT NULL DEFAULT 0;")
                .script("U5__flag.sql", "ALTER TABLE entry DROP COLUMN flag;")
                .script(
                        "V6__more.sql",
                        "INSERT INTO address SELECT id, 't' || id FROM customer;"
                                + " CREATE VIEW mails AS SELECT mail FROM customer;")
                .script("U6__more.sql", "DROP VIEW mails; DELETE FROM address WHERE street LIKE 't%';");
    }

    /** From now on the first run has a script that fails outside of the rehearsal only, and no way down. */
    void failingWithoutUndo() {
        failing = true;
    }

    /** {@return how long a run takes that nobody kills, with the start of its process} */
    long usualMillis() throws Exception {
        if (usualMillis == 0) {
            reset();
            long begin = System.nanoTime();
            Process child = SafeUpgradeChild.start(scenario, backups);
            child.getInputStream().transferTo(OutputStream.nullOutputStream());
            assertThat(child.waitFor()).isZero();
            usualMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        }
        return usualMillis;
    }

    int rounds() {
        return rounds;
    }

    /** @param quiet whether nobody writes while the first run lives */
    void round(String label, Kill kill, boolean quiet) throws Exception {
        reset();
        if (failing) {
            scenario.delete("U5__flag.sql")
                    .script(
                            "V7__gate.sql",
                            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE"
                                    + " 'belay % lock' AND datname = current_database())"
                                    + " THEN RAISE 'the gate is closed'; END IF; END $$;");
        }
        List<String> said;
        List<Integer> lost;
        try (var before = new CommittingWriter(scenario.superuser(), 1)) {
            if (quiet) {
                before.awaitRows(10);
                before.close();
            }
            said = killed(kill);
            if (failing) {
                scenario.delete("V7__gate.sql").script("U5__flag.sql", "ALTER TABLE entry DROP COLUMN flag;");
            }
            int infos = scenario.told().infos().size();
            int warnings = scenario.told().warnings().size();
            try (var after = new CommittingWriter(scenario.superuser(), 1_000_000)) {
                upgrade();
                after.awaitRows(3);
                after.close();
                before.close();
                lost = Stream.of(before.lost(), after.lost())
                        .flatMap(List::stream)
                        .toList();
            }
            report(
                    label,
                    kill,
                    said,
                    Stream.concat(
                                    scenario.told().infos().stream().skip(infos),
                                    scenario.told().warnings().stream().skip(warnings))
                            .toList());
        }
        assertThat(lost).as(label + ": rows that were acknowledged").isEmpty();
        requireUpgraded(label);
        requireNothingLeft(label);
        rounds++;
    }

    private void reset() {
        String name = scenario.database().name();
        maintenance
                .query("SELECT datname FROM pg_database WHERE datname LIKE '" + name + "\\_failed\\_%'")
                .forEach(failed -> maintenance.execute("DROP DATABASE " + failed + " WITH (FORCE)"));
        maintenance.execute("DROP DATABASE " + name + " WITH (FORCE)");
        maintenance.execute("CREATE DATABASE " + name + " TEMPLATE " + base + " OWNER " + scenario.owner());
    }

    /** {@return what the child said before it was killed} */
    private List<String> killed(Kill kill) throws Exception {
        List<String> said = new ArrayList<>();
        Process child = SafeUpgradeChild.start(scenario, backups);
        List<ProcessHandle> processes = List.of();
        try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            if (kill.line().isPresent()) {
                String wanted =
                        String.format(kill.line().get(), scenario.database().name());
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    said.add(line);
                    if (line.startsWith(wanted)) {
                        break;
                    }
                }
            }
            if (kill.millis() > 0) {
                child.waitFor(kill.millis(), TimeUnit.MILLISECONDS);
            }
            processes = child.descendants().toList();
            child.destroyForcibly().waitFor();
        }
        for (ProcessHandle process : processes) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
        return said;
    }

    private void upgrade() {
        scenario.discreet(() -> Upgrade.run(new Upgrade.Request(
                scenario.request(),
                Targets.up(Optional.of("latest")),
                SafeUpgradeChild.safeguards(backups, WayOut.STOP))));
    }

    private SchemaSnapshot schema() {
        try (Connection connection = scenario.superuser().connect()) {
            return SnapshotReader.read(connection, Set.of("\"public\".\"flyway_schema_history\""));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void requireUpgraded(String label) {
        assertThat(schema()).as(label).isEqualTo(wanted);
        assertThat(scenario.query(HISTORY)).as(label).containsExactly("1|t", "2|t", "3|t", "4|t", "5|t", "6|t");
        assertThat(scenario.query("SELECT (SELECT count(*) FROM customer), (SELECT count(mail) FROM customer),"
                        + " (SELECT count(*) FROM address)"))
                .as(label)
                .containsExactly("20000|20000|40000");
    }

    private void requireNothingLeft(String label) throws IOException {
        String name = scenario.database().name();
        assertThat(maintenance.query("SELECT datname FROM pg_database WHERE datname LIKE '" + name + "\\_%'"
                        + " AND datname <> '" + base + "' AND datname NOT LIKE '%\\_failed\\_%'"))
                .as(label + ": databases")
                .isEmpty();
        assertThat(maintenance.query(
                        "SELECT datname FROM pg_database WHERE NOT datallowconn AND datname LIKE '" + name + "%'"))
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
    private static void report(String label, Kill kill, List<String> said, List<String> told) {
        if (Boolean.getBoolean("belay.kills.tell")) {
            System.out.println(
                    label + " " + kill + ": child " + (said.isEmpty() ? "" : said.get(said.size() - 1)) + "; " + told);
        }
    }

    @Override
    public void close() {
        reset();
        maintenance.execute("DROP DATABASE IF EXISTS " + base);
        scenario.close();
    }
}
