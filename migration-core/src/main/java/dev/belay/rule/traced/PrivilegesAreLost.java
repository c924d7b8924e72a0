package dev.belay.rule.traced;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.CatalogueContext;
import dev.belay.rule.CatalogueRule;
import dev.belay.rule.RuleDoc;
import dev.belay.trace.model.Catalogue.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table or view that was dropped and created anew, and has lost what others may do with it. */
public final class PrivilegesAreLost implements CatalogueRule {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("privileges-are-lost"),
            List.of(79),
            Severity.HIGH,
            "A table or view was dropped and created anew under the same name, and privileges that it had are gone.",
            "Running clients that had them get: permission denied.",
            "CREATE OR REPLACE VIEW keeps them; else GRANT them anew in the same script.",
            """
            --- V1__base.sql (base)
            CREATE VIEW sales AS SELECT 1 AS id;
            GRANT SELECT ON sales TO PUBLIC;
            --- V2__again.sql
            DROP VIEW sales;
            CREATE VIEW sales AS SELECT 2::bigint AS id;
            """,
            """
            --- V1__base.sql (base)
            CREATE VIEW sales AS SELECT 1 AS id;
            GRANT SELECT ON sales TO PUBLIC;
            --- V2__again.sql
            DROP VIEW sales;
            CREATE VIEW sales AS SELECT 2::bigint AS id;
            GRANT SELECT ON sales TO PUBLIC;
            """);

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(CatalogueContext context) {
        var findings = new ArrayList<Finding>();
        for (Map.Entry<Long, Table> entry : context.before().tables().entrySet()) {
            Table old = entry.getValue();
            Optional<Table> fresh = context.after().tables().containsKey(entry.getKey())
                    ? Optional.empty()
                    : context.after().table(old.name());
            var lost = new ArrayList<>(old.privileges());
            fresh.ifPresent(table -> lost.removeAll(table.privileges()));
            lost.removeIf(grant -> grant.startsWith(old.owner() + "="));
            if (fresh.isPresent() && !lost.isEmpty()) {
                context.finding(
                                this,
                                trace -> trace.changes().stream().anyMatch(change -> change.drops(old.name())),
                                old.name() + " is dropped and created anew, and loses the privileges "
                                        + String.join(", ", lost) + ".",
                                "GRANT them anew in the same script; CREATE OR REPLACE VIEW keeps them.")
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }
}
