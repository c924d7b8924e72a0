package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import dev.belay.trace.model.LockMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the rules claim without a server is what servers do: the locks by {@code pg_locks}, scans, rewrites and index
 * builds by the server's debug messages.
 */
@ExtendWith(PostgresExtension.class)
class LockClaimsTest {

    private static final String BASE = """
            CREATE TABLE customer (id bigint PRIMARY KEY, name text);
            CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, state text, total int NOT NULL, note text);
            INSERT INTO customer SELECT n, 'n' FROM generate_series(1, 10) n;
            INSERT INTO orders SELECT n, n, 's' || n, n FROM generate_series(1, 10) n;
            CREATE INDEX orders_total ON orders (total);
            CREATE UNIQUE INDEX orders_state ON orders (state);
            ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
            CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
            CREATE TRIGGER old_stamp BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp();
            CREATE RULE old_rule AS ON DELETE TO orders DO ALSO NOTHING;
            CREATE POLICY old_policy ON orders USING (true);
            CREATE TABLE parted (id int NOT NULL, total int) PARTITION BY RANGE (id);
            CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (100);
            INSERT INTO parted VALUES (1, 1);
            CREATE TABLE parted_2 (id int NOT NULL, total int);
            INSERT INTO parted_2 VALUES (150, 1);
            CREATE MATERIALIZED VIEW sums AS SELECT id FROM customer;
            CREATE UNIQUE INDEX sums_id ON sums (id);""";

    /** Statements by the rule that speaks about each. */
    static final Map<String, String> STATEMENTS = Map.ofEntries(
            Map.entry("index-blocks-writes", "CREATE INDEX orders_note ON orders (note)"),
            Map.entry("drop-index-locks-table", "DROP INDEX orders_total"),
            Map.entry("reindex-blocks-writes", "REINDEX TABLE orders"),
            Map.entry("refresh-blocks-reads", "REFRESH MATERIALIZED VIEW sums"),
            Map.entry(
                    "partition-of-locks-parent",
                    "CREATE TABLE parted_3 PARTITION OF parted FOR VALUES FROM (200) TO (300)"),
            Map.entry(
                    "attach-partition-scans-child",
                    "ALTER TABLE parted ATTACH PARTITION parted_2 FOR VALUES FROM (100) TO (200)"),
            Map.entry("detach-partition-locks-parent", "ALTER TABLE parted DETACH PARTITION parted_1"),
            Map.entry(
                    "create-trigger-blocks-writes",
                    "CREATE TRIGGER stamp BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION stamp()"),
            Map.entry("drop-trigger-locks-table", "DROP TRIGGER old_stamp ON orders"),
            Map.entry("create-rule-locks-table", "CREATE RULE keep AS ON DELETE TO orders DO ALSO NOTHING"),
            Map.entry("policy-changes-visible-rows", "CREATE POLICY own ON orders USING (true)"),
            Map.entry("row-security-hides-rows", "ALTER TABLE orders ENABLE ROW LEVEL SECURITY"),
            Map.entry("replica-identity-locks-table", "ALTER TABLE orders REPLICA IDENTITY FULL"),
            Map.entry("lock-table-blocks-clients", "LOCK TABLE orders IN SHARE ROW EXCLUSIVE MODE"),
            Map.entry("rename-table-breaks-clients", "ALTER TABLE orders RENAME TO purchase"),
            Map.entry("rename-column-breaks-clients", "ALTER TABLE orders RENAME COLUMN note TO remark"),
            Map.entry("set-schema-breaks-clients", "ALTER TABLE orders SET SCHEMA shop"),
            Map.entry("add-check-scans-table", "ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 1000)"),
            Map.entry(
                    "add-foreign-key-scans-table",
                    "ALTER TABLE orders ADD CONSTRAINT of FOREIGN KEY (customer) REFERENCES customer"),
            Map.entry("add-unique-builds-index", "ALTER TABLE orders ADD CONSTRAINT one UNIQUE (note)"),
            Map.entry("set-not-null-scans-table", "ALTER TABLE orders ALTER COLUMN customer SET NOT NULL"),
            Map.entry("set-logged-rewrites-table", "ALTER TABLE orders SET UNLOGGED"),
            Map.entry("type-change-rewrites-table", "ALTER TABLE orders ALTER COLUMN customer TYPE int"));

    static Stream<Integer> majors() {
        return TestBinaries.majors().stream();
    }

    /** What a statement did, in terms of the tables before it. */
    private record Seen(Map<String, LockMode> locks, List<String> messages) {

        boolean says(String pattern) {
            return messages.stream().anyMatch(message -> message.matches(pattern));
        }
    }

    @ParameterizedTest
    @MethodSource("majors")
    void serversDoWhatFindingsClaim(int major, TestServers servers) throws SQLException {
        TestDatabase database = servers.newDatabase(major);
        database.execute("CREATE SCHEMA shop;" + BASE);
        var soft = new SoftAssertions();
        for (var entry : STATEMENTS.entrySet()) {
            List<Finding> findings = findings(entry.getKey(), entry.getValue(), major);
            soft.assertThat(findings.stream().flatMap(finding -> finding.claims().stream()))
                    .as("claims of " + entry)
                    .isNotEmpty();
            Seen seen = run(database, entry.getValue());
            findings.stream()
                    .flatMap(finding -> finding.claims().stream())
                    .forEach(claim -> check(soft, entry.getValue(), claim, seen));
        }
        soft.assertAll();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void serversRunTheFixes(int major, TestServers servers) {
        var soft = new SoftAssertions();
        int fixes = 0;
        for (var entry : STATEMENTS.entrySet()) {
            for (Finding finding : findings(entry.getKey(), entry.getValue(), major)) {
                if (finding.fix().isPresent()) {
                    fixes++;
                    TestDatabase database = servers.newDatabase(major);
                    database.execute("CREATE SCHEMA shop;" + BASE);
                    soft.assertThatCode(() -> apply(database, finding.fix().get()))
                            .as(finding.rule() + ": " + finding.fix().get())
                            .doesNotThrowAnyException();
                }
            }
        }
        soft.assertAll();
        assertThat(fixes).isGreaterThan(5);
    }

    private static List<Finding> findings(String rule, String sql, int major) {
        return Example.analyze(sql + ";", RuleSettings.DEFAULT, major).findings().stream()
                .filter(finding -> finding.rule().value().equals(rule))
                .toList();
    }

    private static void check(SoftAssertions soft, String sql, Claim claim, Seen seen) {
        String table = claim.table().name();
        if (claim instanceof Claim.Locks locks) {
            // not a stronger one either: the finding names it to people
            soft.assertThat(seen.locks().get(table)).as(sql + ": " + claim).isEqualTo(locks.mode());
        } else if (claim instanceof Claim.Scans) {
            soft.assertThat(seen.says("(verifying|rewriting) table \"" + table + "\"|validating foreign key .*"))
                    .as(sql + ": " + claim + " " + seen.messages())
                    .isTrue();
        } else if (claim instanceof Claim.BuildsIndex) {
            soft.assertThat(seen.says("building index \".*\" on table \"" + table + "\".*"))
                    .as(sql + ": " + claim + " " + seen.messages())
                    .isTrue();
        } else if (claim instanceof Claim.Rewrites) {
            soft.assertThat(seen.says("rewriting table \"" + table + "\""))
                    .as(sql + ": " + claim + " " + seen.messages())
                    .isTrue();
        }
    }

    /** Runs the statement, looks, and takes it back. */
    private static Seen run(TestDatabase database, String sql) throws SQLException {
        try (Connection session = database.connect();
                Statement worker = session.createStatement()) {
            Map<Long, String> names = names(worker);
            session.setAutoCommit(false);
            worker.execute("SET LOCAL client_min_messages = debug1");
            worker.clearWarnings();
            worker.execute(sql);
            var messages = new ArrayList<String>();
            for (SQLWarning warning = worker.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                messages.add(warning.getMessage());
            }
            Map<String, LockMode> locks = locks(worker, names);
            session.rollback();
            return new Seen(locks, messages);
        }
    }

    private static Map<Long, String> names(Statement worker) throws SQLException {
        var names = new HashMap<Long, String>();
        try (var row =
                worker.executeQuery("SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")) {
            while (row.next()) {
                names.put(row.getLong(1), row.getString(2));
            }
        }
        return names;
    }

    private static Map<String, LockMode> locks(Statement worker, Map<Long, String> names) throws SQLException {
        var locks = new HashMap<String, LockMode>();
        try (var row = worker.executeQuery("SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid()"
                + " AND locktype = 'relation' AND granted")) {
            while (row.next()) {
                String name = names.get(row.getLong(1));
                if (name != null) {
                    locks.merge(name, LockMode.of(row.getString(2)), (a, b) -> a.compareTo(b) >= 0 ? a : b);
                }
            }
        }
        return locks;
    }

    private static void apply(TestDatabase database, Fix fix) throws SQLException {
        try (Connection session = database.connect();
                Statement worker = session.createStatement()) {
            for (Fix.Script script : fix.scripts()) {
                session.setAutoCommit(!script.inTransaction());
                worker.execute(script.sql());
                if (script.inTransaction()) {
                    session.commit();
                }
            }
        }
    }
}
