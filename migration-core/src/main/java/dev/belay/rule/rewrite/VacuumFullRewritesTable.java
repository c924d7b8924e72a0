package dev.belay.rule.rewrite;

import dev.belay.finding.Claim;
import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.QualifiedName;
import dev.belay.script.StatementKind.Vacuum;
import dev.belay.trace.model.LockMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** VACUUM FULL and CLUSTER. */
public final class VacuumFullRewritesTable extends KindRule<Vacuum> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("vacuum-full-rewrites-table"),
            List.of(52),
            Severity.HIGH,
            "VACUUM FULL or CLUSTER.",
            "The table is copied under ACCESS EXCLUSIVE: nobody reads or writes it meanwhile"
                    + " (PostgreSQL manual, VACUUM and CLUSTER).",
            "Plain VACUUM blocks nobody; pg_repack copies in the background.",
            "VACUUM FULL orders;",
            "VACUUM orders;");

    public VacuumFullRewritesTable() {
        super(Vacuum.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, Vacuum kind) {
        boolean onlyNew = !kind.tables().isEmpty() && kind.tables().stream().allMatch(context.lifespans()::isNewTable);
        if (!kind.rewrites() || onlyNew) {
            return Optional.empty();
        }
        String tables = kind.tables().isEmpty()
                ? "every table"
                : kind.tables().stream().map(QualifiedName::toString).collect(Collectors.joining(", "));
        Claim[] claims = kind.tables().stream()
                .map(table -> new Claim.Locks(table, LockMode.ACCESS_EXCLUSIVE))
                .toArray(Claim[]::new);
        return Optional.of(context.finding(
                        this,
                        "It copies every row of " + tables + ": nobody reads or writes meanwhile.",
                        "Plain VACUUM blocks nobody; pg_repack copies in the background.")
                .claiming(claims));
    }
}
