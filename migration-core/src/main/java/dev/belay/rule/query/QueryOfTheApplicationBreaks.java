package dev.belay.rule.query;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.QueryContext;
import dev.belay.rule.QueryContext.Broken;
import dev.belay.rule.QueryContext.Cause;
import dev.belay.rule.QueryRule;
import dev.belay.rule.RuleDoc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A query of the application's that worked before the pending scripts and does not work after them. */
public final class QueryOfTheApplicationBreaks implements QueryRule {

    /** A dropped column may break hundreds, and the first ones say it. */
    private static final int MOST = 10;

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("query-of-the-application-breaks"),
            List.of(77),
            Severity.HIGH,
            "A query that db.queries names can be prepared before the pending scripts and not after them.",
            "Every instance of the application that runs while the scripts do gets the error, until the last of them is"
                    + " replaced. PREPARE parses, analyses and rewrites a query (PostgreSQL manual, PREPARE), so it sees"
                    + " what is missing or of another type; it does not see what fails on data, nor what a role may not"
                    + " do.",
            "Deploy code that does without first, or keep the old name beside the new one for a release.",
            """
            --- V1__orders.sql (base)
            CREATE TABLE orders (id int, state text);
            --- V2__drop_state.sql
            ALTER TABLE orders DROP COLUMN state;
            --- orders.sql (query)
            SELECT id FROM orders WHERE state = $1;""",
            """
            --- V1__orders.sql (base)
            CREATE TABLE orders (id int, state text);
            --- V2__drop_state.sql
            ALTER TABLE orders DROP COLUMN state;
            --- orders.sql (query)
            SELECT id FROM orders WHERE id = $1;""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(QueryContext context) {
        Map<Cause, List<Broken>> byCause = new LinkedHashMap<>();
        context.broken()
                .forEach(broken -> byCause.computeIfAbsent(broken.cause(), cause -> new ArrayList<>())
                        .add(broken));
        var findings = new ArrayList<Finding>();
        byCause.forEach((cause, broken) -> {
            broken.stream().limit(MOST).forEach(each -> findings.add(finding(context, each)));
            if (broken.size() > MOST) {
                findings.add(context.finding(
                        this, cause, broken.size() - MOST + " more queries of the application fail after it.", ADVICE));
            }
        });
        return findings;
    }

    private static final String ADVICE =
            "Deploy code that does without first, or keep what it uses beside the new for a release.";

    private Finding finding(QueryContext context, Broken broken) {
        return context.finding(
                this,
                broken.cause(),
                "The application's query " + QueryWords.shown(broken.query()) + " worked before "
                        + QueryWords.shown(broken.cause()) + " and fails after it: " + broken.error() + ".",
                ADVICE);
    }
}
