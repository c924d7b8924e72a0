package dev.belay.rule.traced;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.TraceContext;
import dev.belay.rule.TraceRule;
import dev.belay.script.QualifiedName;
import dev.belay.script.WrittenTables;
import dev.belay.trace.model.Catalogue;
import dev.belay.trace.model.LockMode;
import dev.belay.trace.model.Relation;
import dev.belay.trace.model.RelationLock;
import java.util.List;
import java.util.stream.Stream;

/** Rows are written through a foreign table. */
public final class ForeignTableIsWritten implements TraceRule {

    private static final char FOREIGN = 'f';

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("foreign-table-is-written"),
            List.of(86),
            Severity.HIGH,
            "On the scratch server a statement wrote to a foreign table, whose rows are elsewhere.",
            "What it writes there is in no backup of this database, and not every foreign server takes it back when the"
                    + " transaction is rolled back (PostgreSQL manual, Foreign Data).",
            "Change the rows where they are, apart from migrations.",
            """
            --- V1__base.sql (base)
            CREATE EXTENSION postgres_fdw;
            CREATE SERVER archive FOREIGN DATA WRAPPER postgres_fdw;
            CREATE FOREIGN TABLE old_orders (id bigint) SERVER archive;
            --- V2__clean.sql
            DELETE FROM old_orders WHERE id < 100;
            """,
            """
            --- V1__base.sql (base)
            CREATE TABLE old_orders (id bigint);
            --- V2__clean.sql
            DELETE FROM old_orders WHERE id < 100;
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(TraceContext context) {
        return Stream.concat(named(context), locked(context))
                .distinct()
                .map(table -> context.finding(
                        this,
                        "It writes to " + table + ", a foreign table: what it writes is outside of this database.",
                        DOC.alternative()))
                .toList();
    }

    /** A scratch server does not reach what is elsewhere: the statement may have failed. */
    private static Stream<QualifiedName> named(TraceContext context) {
        return WrittenTables.of(context.kind()).stream()
                .flatMap(table -> context.before().table(table).stream())
                .filter(table -> table.kind() == FOREIGN)
                .map(Catalogue.Table::name);
    }

    private static Stream<QualifiedName> locked(TraceContext context) {
        return context.trace().taken().stream()
                .filter(lock -> lock.mode() == LockMode.ROW_EXCLUSIVE)
                .map(RelationLock::relation)
                .filter(relation -> relation.kind() == FOREIGN)
                .map(Relation::name);
    }
}
