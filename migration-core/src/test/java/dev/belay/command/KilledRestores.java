package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.backup.BackupMethod;
import dev.belay.command.Safeguards.Backing;
import dev.belay.testing.CommittingWriter;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Rounds of a restore by hand that is killed, and a goal that follows it; each on the same database and backup. */
final class KilledRestores implements AutoCloseable {

    /** Of the rows that were changed since the backup; and of all, that each is there. */
    private static final String CONTENTS = "SELECT count(*) FILTER (WHERE name = 'since'), count(*) FROM customer";

    private static final String OLD = "10|20000";
    private static final String RESTORED = "0|20000";

    private final KillRounds database;
    private final Scenario scenario;
    private final Path backup;
    private final Set<String> ends = new TreeSet<>();
    private int kills;

    KilledRestores(TestServers servers, int major, Path folder, Path backups) {
        this.database = new KillRounds(servers, major, folder, backups);
        this.scenario = database.scenario();
        scenario.script(
                "V1__base.sql",
                "CREATE TABLE customer (id int PRIMARY KEY, name text); CREATE INDEX ON customer (name);"
                        + " INSERT INTO customer SELECT i, 'n' || i FROM generate_series(1, 20000) i;"
                        + " CREATE TABLE entry (id int PRIMARY KEY, note text);");
        scenario.upgrade();
        var backing =
                new Backing(BackupMethod.PG_DUMP, backups, 30, Optional.empty(), Optional.empty(), Optional.empty());
        this.backup = MakeBackup.run(new MakeBackup.Request(scenario.request(), backing))
                .folder();
        scenario.execute("UPDATE customer SET name = 'since' WHERE id <= 10");
        database.keep();
    }

    /** What comes after a kill: any goal that writes tidies up. */
    enum Next {
        UPGRADE,
        RESTORE
    }

    /** {@return how long a restore takes that nobody kills, with the start of its process} */
    long usualMillis() throws Exception {
        database.reset();
        return KillRounds.usualMillis(SafeUpgradeChild.startRestore(scenario, backup));
    }

    /** {@return in how many rounds the restore was killed, and had not ended before} */
    int kills() {
        return kills;
    }

    /** {@return as what the killed runs have left the database: old, or restored} */
    Set<String> ends() {
        return ends;
    }

    /** @param quiet whether nobody writes */
    void round(String label, Kill kill, Next next, boolean quiet) throws Exception {
        database.reset();
        int infos = scenario.told().infos().size();
        int warnings = scenario.told().warnings().size();
        Kill.Struck struck;
        List<String> left;
        Set<Integer> acknowledged;
        try (var writer = new CommittingWriter(scenario.database(), 1)) {
            if (quiet) {
                writer.close();
            }
            struck = kill.on(scenario.database().name()).strike(SafeUpgradeChild.startRestore(scenario, backup));
            left = database.beside();
            after(next);
            if (!quiet) {
                writer.awaitMore(3);
            }
            writer.close();
            acknowledged = writer.acknowledged();
        }
        List<String> told = Stream.concat(
                        scenario.told().infos().stream().skip(infos),
                        scenario.told().warnings().stream().skip(warnings))
                .toList();
        KillRounds.report(label, kill, struck, told);
        kills += struck.killed() ? 1 : 0;
        boolean restored = requireOneOfBoth(label, next);
        ends.add(restored ? "restored" : "old");
        requireNothingLost(label, acknowledged);
        requireKnown(label, restored, left, told);
        database.requireNothingLeft(label);
    }

    private void after(Next next) {
        if (next == Next.UPGRADE) {
            scenario.upgrade();
        } else {
            scenario.discreet(() -> RestoreBackup.run(SafeUpgradeChild.restore(scenario.request(), backup)));
        }
    }

    /**
     * What was live is beside the restored one, as it was; where nothing was restored nothing is beside it.
     *
     * @return whether the killed run has restored the backup
     */
    private boolean requireOneOfBoth(String label, Next next) {
        List<TestDatabase> aside =
                database.aside().stream().map(database::named).toList();
        String contents = scenario.query(CONTENTS).get(0);
        int restores = aside.size() - (next == Next.RESTORE ? 1 : 0);
        assertThat(restores).as(label + ": restored by the killed run").isBetween(0, 1);
        assertThat(contents).as(label).isEqualTo(aside.isEmpty() ? OLD : RESTORED);
        assertThat(scenario.history()).as(label).hasSize(1);
        if (!aside.isEmpty()) {
            assertThat(aside.get(0).query(CONTENTS)).as(label).containsExactly(OLD);
        }
        return restores == 1;
    }

    /** Each row that was acknowledged is in the live database, or in what was live when it was written. */
    private void requireNothingLost(String label, Set<Integer> acknowledged) {
        var lost = new TreeSet<>(acknowledged);
        Stream.concat(Stream.of(scenario.database().name()), database.aside().stream())
                .flatMap(name -> database.named(name).query("SELECT id FROM entry").stream())
                .map(Integer::valueOf)
                .forEach(lost::remove);
        assertThat(lost).as(label + ": rows that were acknowledged").isEmpty();
    }

    /**
     * The journal has the killed run, unless it was killed before its beginning or behind its end, and what it left.
     *
     * @param restored whether that run has restored the backup
     * @param left the databases that were there when it was dead
     */
    private void requireKnown(String label, boolean restored, List<String> left, List<String> told) {
        List<String> seen = scenario.superuser()
                .query("SELECT line FROM belay.run, unnest(audit) line WHERE goal = 'restore' AND result = 'running'"
                        + " AND line LIKE 'seen by run %'");
        assertThat(seen.size()).as(label).isLessThanOrEqualTo(1);
        assertThat(scenario.superuser()
                        .query("SELECT id FROM belay.run WHERE result = 'running' AND NOT EXISTS (SELECT FROM"
                                + " unnest(audit) line WHERE line LIKE 'seen by run %')"))
                .as(label + ": runs that nobody knows the end of")
                .isEmpty();
        for (String name : left) {
            assertThat(seen).as(label).anyMatch(line -> line.contains("dropped what it left: " + name));
        }
        for (String line : seen) {
            assertThat(told).as(label).anyMatch(said -> line.endsWith(said));
        }
        if (restored && !seen.isEmpty()) {
            assertThat(seen.get(0))
                    .as(label)
                    .endsWith("what was live is " + database.aside().get(0));
        } else {
            assertThat(seen).as(label).noneMatch(line -> line.contains("what was live"));
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
