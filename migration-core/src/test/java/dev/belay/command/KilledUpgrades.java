package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.command.Safeguards.WayOut;
import dev.belay.postgres.snapshot.SnapshotReader;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.testing.CommittingWriter;
import dev.belay.testing.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Rounds of an upgrade that is killed, and another that follows it; each on a database as it was before the first. */
final class KilledUpgrades implements AutoCloseable {

    /** What a run says when the restored database has taken the other's place. */
    static final String RESTORED = "%s is the restored database";

    private static final String HISTORY = "SELECT version, success FROM flyway_schema_history ORDER BY installed_rank";

    private final Scenario scenario;
    private final Path backups;
    private final KillRounds database;
    private final SchemaSnapshot wanted;
    private long usualMillis;
    private boolean failing;
    private int rounds;
    private int kills;

    KilledUpgrades(TestServers servers, int major, Path folder, Path backups) {
        this.database = new KillRounds(servers, major, folder, backups);
        this.scenario = database.scenario();
        this.backups = backups;
        scripts();
        scenario.upgrade("1");
        database.keep();
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
            database.reset();
            usualMillis = KillRounds.usualMillis(SafeUpgradeChild.start(scenario, backups));
        }
        return usualMillis;
    }

    int rounds() {
        return rounds;
    }

    /** {@return in how many of them the first run was killed, and had not ended before} */
    int kills() {
        return kills;
    }

    /** @param quiet whether nobody writes while the first run lives */
    void round(String label, Kill kill, boolean quiet) throws Exception {
        database.reset();
        if (failing) {
            scenario.delete("U5__flag.sql")
                    .script(
                            "V7__gate.sql",
                            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE"
                                    + " 'belay % lock' AND datname = current_database())"
                                    + " THEN RAISE 'the gate is closed'; END IF; END $$;");
        }
        Kill.Struck struck;
        List<Integer> lost;
        try (var before = new CommittingWriter(scenario.superuser(), 1)) {
            if (quiet) {
                before.awaitRows(10);
                before.close();
            }
            struck = kill.on(scenario.database().name()).strike(SafeUpgradeChild.start(scenario, backups));
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
            KillRounds.report(
                    label,
                    kill,
                    struck,
                    Stream.concat(
                                    scenario.told().infos().stream().skip(infos),
                                    scenario.told().warnings().stream().skip(warnings))
                            .toList());
        }
        assertThat(lost).as(label + ": rows that were acknowledged").isEmpty();
        requireUpgraded(label);
        database.requireNothingLeft(label);
        rounds++;
        kills += struck.killed() ? 1 : 0;
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

    @Override
    public void close() {
        database.close();
    }
}
