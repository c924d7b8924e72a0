package dev.belay.report;

import dev.belay.outcome.CheckedScript;
import dev.belay.outcome.CheckedScript.Basis;
import dev.belay.outcome.CheckedScript.CheckedStatement;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scripts as a check has seen them, with text that wants to be more than text. */
final class SampleScripts {

    static final Path BASE = Path.of("/project").toAbsolutePath();
    static final String FOLDER = "src/main/resources/db/migration/";

    static final String ORDERS_INDEX = """
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
    static final String DROP_LEGACY =
            "DROP TABLE legacy_invoice;\r\n\r\n-- db:allow rename-column-breaks-clients: nobody reads it\r\n"
                    + "ALTER TABLE customer RENAME COLUMN fax TO fax_number;\r\n"
                    + "ALTER TABLE customer ALTER COLUMN name TYPE text;\r\n";

    static final String UNICODE = """
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

    private SampleScripts() {}

    static CheckedScript ordersIndex() {
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

    static CheckedScript dropLegacy() {
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

    static CheckedScript unicode() {
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

    static CheckedScript concurrent() {
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

    static CheckedScript undo() {
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
}
