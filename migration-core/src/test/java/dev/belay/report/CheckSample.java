package dev.belay.report;

import static dev.belay.finding.Evidence.CONFIRMED;
import static dev.belay.finding.Evidence.STATIC;
import static dev.belay.finding.Evidence.TRACED;
import static dev.belay.report.SampleScripts.BASE;
import static dev.belay.report.SampleScripts.DROP_LEGACY;
import static dev.belay.report.SampleScripts.ORDERS_INDEX;
import static dev.belay.report.SampleScripts.UNICODE;
import static dev.belay.report.SampleScripts.concurrent;
import static dev.belay.report.SampleScripts.dropLegacy;
import static dev.belay.report.SampleScripts.location;
import static dev.belay.report.SampleScripts.ordersIndex;
import static dev.belay.report.SampleScripts.span;
import static dev.belay.report.SampleScripts.undo;
import static dev.belay.report.SampleScripts.unicode;

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
import dev.belay.outcome.Impact;
import dev.belay.script.QualifiedName;
import dev.belay.trace.model.LockMode;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A check with something of everything in it. */
final class CheckSample {

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
