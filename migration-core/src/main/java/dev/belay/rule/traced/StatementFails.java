package dev.belay.rule.traced;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.script.SqlRange;
import dev.belay.trace.model.ServerMessage;
import dev.belay.trace.model.StatementTrace.End;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A statement that the server refuses. */
public final class StatementFails implements TraceRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("statement-fails"),
            List.of(11, 16, 24, 25, 73, 75),
            Severity.HIGH,
            "The scratch server refuses a statement.",
            "An upgrade would end there. What is said is what the server said; the place is the one that it named. Later"
                    + " statements that fail for want of it are counted with it.",
            "Correct the statement; or give the scratch database what it builds on (db.scratch.init).",
            """
            CREATE TABLE orders (id bigint PRIMARY KEY);
            ALTER TABLE orders ADD COLUMN customer bigint REFERENCES customer;
            """,
            """
            CREATE TABLE customer (id bigint PRIMARY KEY);
            CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint REFERENCES customer);
            """);

    private static final String NO_PRIVILEGE = "42501";

    /** What to do about errors that are the scratch server's rather than the script's, by SQLSTATE. */
    private static final Map<String, String> ADVICE = Map.of(
            NO_PRIVILEGE,
            "On the scratch server scripts run as a role that owns its database and nothing else. If you trust them:"
                    + " -Ddb.scratch.superuser=true",
            "0A000",
            "If an extension is missing: a server that has it (-Ddb.scratch=postgresql://...), or a container"
                    + " (-Ddb.scratch=<image>).",
            "58P01",
            "If an extension is missing: a server that has it (-Ddb.scratch=postgresql://...), or a container"
                    + " (-Ddb.scratch=<image>).",
            "42704",
            "If it is made elsewhere, such as a role: -Ddb.scratch.init=<file.sql>");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        Optional<ServerMessage> error =
                context.trace().error().filter(any -> context.trace().end() == End.FAILED);
        boolean said = context.said().stream()
                .anyMatch(finding -> finding.claims().stream().anyMatch(Claim.Fails.class::isInstance));
        return error.isEmpty() || said ? List.of() : List.of(finding(context, error.get()));
    }

    private Finding finding(TraceContext context, ServerMessage error) {
        boolean unprivileged = error.sqlState().equals(NO_PRIVILEGE);
        String detail = error.detail().map(text -> " " + text).orElse("")
                + error.hint().map(text -> " Hint: " + text).orElse("");
        Finding finding = context.finding(
                this,
                unprivileged ? Severity.MEDIUM : Severity.HIGH,
                "The server refuses it: " + error.text() + " (SQLSTATE " + error.sqlState() + ")." + detail,
                ADVICE.getOrDefault(error.sqlState(), "Correct the statement."));
        return error.position()
                .map(offset -> finding.at(context.parsed().span(context.statement(), place(context, offset))))
                .orElse(finding);
    }

    private static SqlRange place(TraceContext context, int offset) {
        int length = context.statement().sql().length();
        int start = Math.min(offset, length - 1);
        return new SqlRange(start, start + 1);
    }
}
