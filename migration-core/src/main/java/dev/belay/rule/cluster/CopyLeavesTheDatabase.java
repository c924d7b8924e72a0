package dev.belay.rule.cluster;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.Copy;
import java.util.List;
import java.util.Optional;

/** COPY FROM or TO a file or a program. */
public final class CopyLeavesTheDatabase extends KindRule<Copy> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("copy-leaves-the-database"),
            List.of(86),
            Severity.HIGH,
            "COPY from or to a file or a program on the server.",
            "It reads or writes the file system of the server, or runs a program there; no rollback"
                    + " takes that back (PostgreSQL manual, COPY).",
            "COPY ... FROM STDIN with the rows in the script.",
            "COPY orders FROM PROGRAM 'curl http://example.org/orders';",
            """
            COPY orders FROM STDIN;
            1
            \\.
            """);

    public CopyLeavesTheDatabase() {
        super(Copy.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, Copy kind) {
        if (!kind.outside()) {
            return Optional.empty();
        }
        return Optional.of(context.finding(
                this,
                "COPY " + (kind.from() ? "reads from" : "writes to")
                        + " the server's machine, outside of the database; no rollback takes that back.",
                "Put the rows into the script: COPY ... FROM STDIN."));
    }
}
