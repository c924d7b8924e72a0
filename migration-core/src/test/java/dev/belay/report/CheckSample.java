package dev.belay.report;

import static dev.belay.finding.Evidence.CONFIRMED;
import static dev.belay.finding.Evidence.STATIC;
import static dev.belay.finding.Evidence.TRACED;

import dev.belay.finding.Claim;
import dev.belay.finding.Evidence;
import dev.belay.finding.FailOn;
import dev.belay.finding.Finding;
import dev.belay.finding.Fix;
import dev.belay.finding.RuleId;
import dev.belay.finding.RuleInfo;
import dev.belay.finding.Severity;
import dev.belay.outcome.CheckOutcome;
import dev.belay.outcome.CheckOutcome.Allowed;
import dev.belay.outcome.CheckOutcome.Overturned;
import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.CheckedScript.Basis;
import dev.belay.outcome.CheckedScript.CheckedStatement;
import dev.belay.outcome.Impact;
import dev.belay.script.Position;
import dev.belay.script.QualifiedName;
import dev.belay.script.Span;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.ObjectChange;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import dev.belay.trace.model.ServerMessage;
import dev.belay.trace.model.StatementTrace;
import dev.belay.trace.model.StatementTrace.End;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A check with something of everything in it, and text that wants to be more than text. */
final class CheckSample {

    static final Path BASE = Path.of("/project").toAbsolutePath();
    static final String FOLDER = "src/main/resources/db/migration/";

    private static final String ORDERS_INDEX = """
            -- orders are looked up by state on the dashboard
            SET LOCAL lock_timeout = '2s';
            CREATE INDEX orders_state
                ON orders (state)
             WHERE state <> 'done' AND note LIKE '<script>alert("&amp;")</script>%';

            ALTER TABLE orders ADD CONSTRAINT orders_customer_fk
                FOREIGN KEY (customer_id) REFERENCES customer (id);
            UPDATE orders SET state = 'open' WHERE state IS NULL;
            """;

    // as somebody on Windows saved it
    private static final String DROP_LEGACY =
            "DROP TABLE legacy_invoice;\r\n\r\n-- db:allow rename-column-breaks-clients: nobody reads it\r\n"
                    + "ALTER TABLE customer RENAME COLUMN fax TO fax_number;\r\n"
                    + "ALTER TABLE customer ALTER COLUMN name TYPE text;\r\n";

    private static final String UNICODE = """
            CREATE TABLE "Größe" ("naïve 💥" varchar(10), "\u202Eeman" text, bell text DEFAULT '\u0007');
            COMMENT ON TABLE "Größe" IS 'a | b `c` </details> <!-- ]]> & "d"';
            DO $$ BEGIN EXECUTE 'ALTER TABLE customer SET (fillfactor = 80)'; END $$;
            """;

    private static final String CONCURRENT = """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_email ON customer (email);
            """;

    private static final String UNDO = """
            DROP INDEX orders_state;
            ALTER TABLE orders DROP CONSTRAINT orders_customer_fk;
            """;

    private static final Relation ORDERS = table("orders", true);
    private static final Relation CUSTOMER = table("customer", true);
    private static final Relation AUDIT = table("order_audit_log_of_every_change", true);
    private static final Relation LEGACY = table("legacy_invoice", true);
    private static final Relation SIZES = table("Größe", false);
    private static final Relation EMAIL_INDEX = new Relation(QualifiedName.of("public", "customer_email"), 'i', false);

    private CheckSample() {}

    static CheckReport report() {
        return new CheckReport(outcome(), rules(), FailOn.HIGH, BASE);
    }

    static CheckOutcome outcome() {
        return new CheckOutcome(
                "new against origin/main (a1b2c3d)",
                false,
                Optional.of("PostgreSQL 17.11, embedded"),
                Optional.of("V43__größe.sql:3 was stopped after 30 s"),
                List.of(ordersIndex(), dropLegacy(), unicode(), concurrent(), undo()),
                List.of(blocksWrites(), keyScans(), manyRows(), dropTable(), opaque(), noPrimaryKey(), noUndo()),
                List.of(
                        new Overturned(
                                rewrites(), "On the scratch server it did not rewrite customer.", Optional.empty()),
                        reindexed()),
                List.of(new Allowed(renames(), "nobody reads it", Optional.of(LocalDate.of(2027, 1, 31)))),
                new Impact(
                        "legacy_invoice: all rows",
                        "writes to orders while the index is built; reads of legacy_invoice for a moment",
                        "1 of 4 scripts has an undo script",
                        "no rewrite, 1 index build, 412 kB WAL"),
                Duration.ofMillis(2140));
    }

    static List<RuleInfo> rules() {
        return List.of(
                rule(
                        "index-blocks-writes",
                        Severity.HIGH,
                        "CREATE INDEX without CONCURRENTLY on a table that was there before.",
                        "It takes SHARE on the table: INSERT, UPDATE & DELETE wait until the index is built.",
                        "Build it with CREATE INDEX CONCURRENTLY in a script of its own."),
                rule(
                        "foreign-key-scans-table",
                        Severity.HIGH,
                        "ADD FOREIGN KEY without NOT VALID.",
                        "It takes SHARE ROW EXCLUSIVE on both tables while every row is verified.",
                        "Add it NOT VALID, and validate it in the next script."),
                rule(
                        "drop-table-loses-data",
                        Severity.HIGH,
                        "DROP TABLE names a table that was there before the pending scripts.",
                        "Every row of it is lost.",
                        "Rename it first."));
    }

    static Finding blocksWrites() {
        return finding(
                        "index-blocks-writes",
                        Severity.HIGH,
                        CONFIRMED,
                        "V41__order_state.sql",
                        ORDERS_INDEX,
                        """
                        CREATE INDEX orders_state
                            ON orders (state)
                         WHERE state <> 'done' AND note LIKE '<script>alert("&amp;")</script>%'""",
                        """
                        Takes SHARE on public.orders: INSERT, UPDATE and DELETE wait until the index is built (12.0 million\
                         rows, 1.8 GB).""",
                        "Build the index without blocking writers.")
                .claiming(
                        new Claim.Locks(QualifiedName.of("orders"), LockMode.SHARE),
                        new Claim.BuildsIndex(QualifiedName.of("orders")))
                .fixedBy(Fix.withoutTransaction("CREATE INDEX CONCURRENTLY orders_state\n    ON orders (state)\n"
                        + " WHERE state <> 'done' AND note LIKE '<script>alert(\"&amp;\")</script>%';"));
    }

    private static Finding keyScans() {
        return finding(
                        "foreign-key-scans-table",
                        Severity.HIGH,
                        CONFIRMED,
                        "V41__order_state.sql",
                        ORDERS_INDEX,
                        "ALTER TABLE orders ADD CONSTRAINT orders_customer_fk\n"
                                + "    FOREIGN KEY (customer_id) REFERENCES customer (id)",
                        "Takes SHARE ROW EXCLUSIVE on orders and customer while every row of orders is verified.",
                        "Add the constraint NOT VALID, and validate it in a later script.")
                .claiming(
                        new Claim.Scans(QualifiedName.of("orders")),
                        new Claim.Locks(QualifiedName.of("public", "customer"), LockMode.SHARE_ROW_EXCLUSIVE))
                .fixedBy(Fix.of("ALTER TABLE orders ADD CONSTRAINT orders_customer_fk\n"
                                + "    FOREIGN KEY (customer_id) REFERENCES customer (id) NOT VALID;")
                        .then("ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fk;"));
    }

    private static Finding manyRows() {
        return finding(
                "update-touches-many-rows",
                Severity.MEDIUM,
                STATIC,
                "V41__order_state.sql",
                ORDERS_INDEX,
                "UPDATE orders SET state = 'open' WHERE state IS NULL",
                "Runs behind a strong lock on orders, which is held until all rows are written.",
                "Put it into a script of its own.");
    }

    static Finding dropTable() {
        return finding(
                        "drop-table-loses-data",
                        Severity.HIGH,
                        CONFIRMED,
                        "V42__drop_legacy.sql",
                        DROP_LEGACY,
                        "DROP TABLE legacy_invoice",
                        "Every row of legacy_invoice is lost.",
                        "Rename it first.\nDrop it a release later.")
                .claiming(new Claim.Locks(QualifiedName.of("legacy_invoice"), LockMode.ACCESS_EXCLUSIVE))
                .fixedBy(Fix.of("ALTER TABLE legacy_invoice RENAME TO legacy_invoice_unused;"));
    }

    private static Finding opaque() {
        return finding(
                "dynamic-sql-locks-table",
                Severity.MEDIUM,
                TRACED,
                "V43__größe.sql",
                UNICODE,
                "DO $$ BEGIN EXECUTE 'ALTER TABLE customer SET (fillfactor = 80)'; END $$",
                "The block takes SHARE UPDATE EXCLUSIVE on public.customer; \u001b[31mred\u001b[0m.",
                "");
    }

    private static Finding noPrimaryKey() {
        return finding(
                "table-without-primary-key",
                Severity.LOW,
                TRACED,
                "V43__größe.sql",
                UNICODE,
                "CREATE TABLE \"Größe\" (\"naïve 💥\" varchar(10), \"\u202Eeman\" text, bell text DEFAULT '\u0007')",
                "\"Größe\" has no primary key: <b>replicas</b> & tools cannot tell its rows apart.",
                "Add one.");
    }

    private static Finding noUndo() {
        return new Finding(
                new RuleId("version-has-no-undo"),
                Severity.MEDIUM,
                STATIC,
                "V42__drop_legacy.sql",
                location("V42__drop_legacy.sql"),
                Optional.empty(),
                Optional.empty(),
                "There is no U42: a downgrade stops here.",
                "Write U42__drop_legacy.sql.");
    }

    private static Finding rewrites() {
        return finding(
                        "column-type-rewrites-table",
                        Severity.HIGH,
                        STATIC,
                        "V42__drop_legacy.sql",
                        DROP_LEGACY,
                        "ALTER TABLE customer ALTER COLUMN name TYPE text",
                        "Rewrites customer.",
                        "")
                .claiming(new Claim.Rewrites(QualifiedName.of("customer")));
    }

    private static Overturned reindexed() {
        Finding said = finding(
                        "partition-scan",
                        Severity.HIGH,
                        STATIC,
                        "V42__drop_legacy.sql",
                        DROP_LEGACY,
                        "DROP TABLE legacy_invoice",
                        "The server refuses it.",
                        "")
                .claiming(new Claim.Fails(QualifiedName.of("legacy_invoice")));
        return new Overturned(
                said,
                "On the scratch server it was not refused.",
                Optional.of(said.withSeverity(Severity.LOW).withEvidence(TRACED)));
    }

    private static Finding renames() {
        return finding(
                "rename-column-breaks-clients",
                Severity.HIGH,
                STATIC,
                "V42__drop_legacy.sql",
                DROP_LEGACY,
                "ALTER TABLE customer RENAME COLUMN fax TO fax_number",
                "Running clients that name customer.fax fail.",
                "");
    }

    private static CheckedScript ordersIndex() {
        return script(
                "V41__order_state.sql",
                true,
                ORDERS_INDEX,
                ran("SET LOCAL lock_timeout = '2s'", 1, List.of(), List.of()),
                built(),
                ran(
                        statementAt(ORDERS_INDEX, "ALTER TABLE orders ADD"),
                        41,
                        List.of(
                                lock(ORDERS, LockMode.SHARE_ROW_EXCLUSIVE),
                                lock(CUSTOMER, LockMode.SHARE_ROW_EXCLUSIVE),
                                lock(CUSTOMER, LockMode.ROW_SHARE)),
                        List.of(lock(ORDERS, LockMode.SHARE))),
                ran(
                        "UPDATE orders SET state = 'open' WHERE state IS NULL",
                        6,
                        List.of(lock(ORDERS, LockMode.ROW_EXCLUSIVE), lock(AUDIT, LockMode.ROW_EXCLUSIVE)),
                        List.of(
                                lock(ORDERS, LockMode.SHARE_ROW_EXCLUSIVE),
                                lock(CUSTOMER, LockMode.SHARE_ROW_EXCLUSIVE))));
    }

    private static CheckedScript dropLegacy() {
        return script(
                "V42__drop_legacy.sql",
                true,
                DROP_LEGACY,
                ran("DROP TABLE legacy_invoice", 3, List.of(lock(LEGACY, LockMode.ACCESS_EXCLUSIVE)), List.of()),
                ran(
                        "ALTER TABLE customer RENAME COLUMN fax TO fax_number",
                        1,
                        List.of(lock(CUSTOMER, LockMode.ACCESS_EXCLUSIVE)),
                        List.of(lock(LEGACY, LockMode.ACCESS_EXCLUSIVE))),
                ran(
                        "ALTER TABLE customer ALTER COLUMN name TYPE text",
                        2,
                        List.of(),
                        List.of(lock(LEGACY, LockMode.ACCESS_EXCLUSIVE), lock(CUSTOMER, LockMode.ACCESS_EXCLUSIVE))));
    }

    private static CheckedScript unicode() {
        return script(
                "V43__größe.sql",
                true,
                UNICODE,
                ran(
                        statementAt(UNICODE, "CREATE TABLE"),
                        4,
                        List.of(lock(SIZES, LockMode.ACCESS_EXCLUSIVE)),
                        List.of()),
                new Sent(statementAt(UNICODE, "COMMENT ON"), Basis.OPAQUE, Optional.empty()),
                new Sent(statementAt(UNICODE, "DO $$"), Basis.TRACED, Optional.of(stopped())));
    }

    private static CheckedScript concurrent() {
        String sql = "CREATE INDEX CONCURRENTLY IF NOT EXISTS customer_email ON customer (email)";
        return script(
                "V44__customer_email.sql",
                false,
                CONCURRENT,
                ran(
                        sql,
                        1240,
                        List.of(
                                lock(CUSTOMER, LockMode.SHARE_UPDATE_EXCLUSIVE),
                                lock(EMAIL_INDEX, LockMode.ACCESS_EXCLUSIVE)),
                        List.of()));
    }

    private static CheckedScript undo() {
        return script(
                "U41__order_state.sql",
                true,
                UNDO,
                new Sent("DROP INDEX orders_state", Basis.READ, Optional.empty()),
                new Sent("ALTER TABLE orders DROP CONSTRAINT orders_customer_fk", Basis.READ, Optional.empty()));
    }

    /** A statement of the sample, its number and place to be found out. */
    private record Sent(String sql, Basis basis, Optional<StatementTrace> trace) {}

    private static Sent built() {
        return new Sent(
                statementAt(ORDERS_INDEX, "CREATE INDEX"),
                Basis.TRACED,
                Optional.of(new StatementTrace(
                        0,
                        End.RAN,
                        Optional.empty(),
                        List.of(lock(ORDERS, LockMode.SHARE), lock(ORDERS, LockMode.ACCESS_SHARE)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(ORDERS),
                        List.of(new ObjectChange(ObjectChange.Action.CREATED, "index", "public.orders_state", true)),
                        412_000,
                        List.of(message("NOTICE", "00000", "relation is <small>")),
                        Duration.ofMillis(380))));
    }

    private static StatementTrace stopped() {
        return new StatementTrace(
                0,
                End.TIMED_OUT,
                Optional.of(message("ERROR", "57014", "canceling statement due to statement timeout")),
                List.of(lock(CUSTOMER, LockMode.SHARE_UPDATE_EXCLUSIVE)),
                List.of(),
                List.of(CUSTOMER),
                List.of(CUSTOMER),
                List.of(),
                List.of(),
                0,
                List.of(),
                Duration.ofSeconds(30));
    }

    private static ServerMessage message(String severity, String state, String text) {
        return new ServerMessage(severity, state, text, Optional.of("a detail"), Optional.empty(), Optional.of(3));
    }

    private static Sent ran(String sql, long millis, List<RelationLock> taken, List<RelationLock> held) {
        return new Sent(
                sql,
                Basis.TRACED,
                Optional.of(new StatementTrace(
                        0,
                        End.RAN,
                        Optional.empty(),
                        taken,
                        held,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        8_192,
                        List.of(),
                        Duration.ofMillis(millis))));
    }

    /** {@return the statement that begins so, without its semicolon} */
    private static String statementAt(String text, String start) {
        int from = text.indexOf(start);
        int end = start.startsWith("DO") ? text.indexOf("$$;", from) + 2 : text.indexOf(";\n", from);
        return text.substring(from, end);
    }

    static CheckedScript script(String name, boolean inTransaction, String text, Sent... sent) {
        var statements = new ArrayList<CheckedStatement>();
        for (Sent each : sent) {
            int number = statements.size() + 1;
            statements.add(new CheckedStatement(
                    number, span(text, each.sql()), each.basis(), each.trace().map(trace -> numbered(trace, number))));
        }
        return new CheckedScript(name, location(name), inTransaction, text, statements);
    }

    private static StatementTrace numbered(StatementTrace trace, int number) {
        return new StatementTrace(
                number,
                trace.end(),
                trace.error(),
                trace.taken(),
                trace.held(),
                trace.rewritten(),
                trace.scanned(),
                trace.built(),
                trace.changes(),
                trace.walBytes(),
                trace.messages(),
                trace.duration());
    }

    static Finding finding(
            String rule,
            Severity severity,
            Evidence evidence,
            String script,
            String text,
            String sql,
            String message,
            String advice) {
        return new Finding(
                new RuleId(rule),
                severity,
                evidence,
                script,
                location(script),
                Optional.of(span(text, sql)),
                Optional.of(sql),
                message,
                advice);
    }

    static String location(String script) {
        return BASE.resolve(FOLDER).resolve(script).toString();
    }

    static Span span(String text, String part) {
        int start = text.indexOf(part);
        if (start < 0) {
            throw new IllegalArgumentException("not in the text: " + part);
        }
        return new Span(position(text, start), position(text, start + part.length()));
    }

    private static Position position(String text, int offset) {
        String[] lines = text.substring(0, offset).split("\r\n|\n", -1);
        return new Position(offset, lines.length, lines[lines.length - 1].length() + 1);
    }

    private static Relation table(String name, boolean existedBefore) {
        return new Relation(QualifiedName.of("public", name), 'r', existedBefore);
    }

    private static RelationLock lock(Relation relation, LockMode mode) {
        return new RelationLock(relation, mode);
    }

    private static RuleInfo rule(String id, Severity severity, String condition, String effect, String alternative) {
        return new RuleInfo(
                new RuleId(id),
                severity,
                condition,
                effect,
                alternative,
                Optional.of(URI.create("https://example.org/rules/" + id + ".md")));
    }

    /** {@return the same check with these findings only} */
    static CheckOutcome with(Finding... findings) {
        CheckOutcome all = outcome();
        return new CheckOutcome(
                all.basis(),
                all.advisory(),
                all.scratch(),
                all.untraced(),
                all.scripts(),
                Arrays.asList(findings),
                List.of(),
                List.of(),
                all.impact(),
                all.duration());
    }
}
