package dev.belay.rule.history;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.RuleDoc;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsRule;
import dev.belay.script.ScriptSet.Misnamed;
import java.util.List;
import java.util.regex.Pattern;

/** A new file in a location whose name is none of a migration. */
public final class MisnamedScriptIsSkipped implements ScriptsRule {

    private static final Pattern MEANT = Pattern.compile("(^|/)(?i:[vu][0-9_.]|r_)[^/]*$");

    private static final Pattern WITHOUT_PREFIX = Pattern.compile("(^|/)[0-9][0-9_.]*__[^/]*$");
    private static final String PREFIX_ADVICE =
            " If versions have no prefix in this project: -Dflyway.sqlMigrationPrefix=";

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("misnamed-script-is-skipped"),
            List.of(74),
            Severity.MEDIUM,
            "A new file has a migration's suffix, and its name is not that of a migration.",
            "Flyway passes over it without a word (validateMigrationNaming is off by default): the release lacks what it was meant"
                    + " to bring.",
            "Name it V<version>__<description>.sql, with two underscores; or keep files that are none of a migration elsewhere.",
            """
            --- V2_add_roles.sql
            CREATE TABLE role ();""",
            """
            --- V2__add_roles.sql
            CREATE TABLE role ();""");

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public List<Finding> check(ScriptsContext context) {
        return context.misnamed().stream()
                .map(file -> context.finding(
                        this,
                        looksMeant(file) ? Severity.HIGH : Severity.MEDIUM,
                        file.script(),
                        file.location(),
                        "An upgrade passes over this file without a word: " + file.reason() + ".",
                        "Name it as a migration, such as V7__add_roles.sql, or move it out of the script folder."
                                + (WITHOUT_PREFIX.matcher(file.script()).find() ? PREFIX_ADVICE : "")))
                .toList();
    }

    /** V2_add_roles.sql was meant to be a migration; schema.sql may lie there for another purpose. */
    private static boolean looksMeant(Misnamed file) {
        return MEANT.matcher(file.script()).find();
    }
}
