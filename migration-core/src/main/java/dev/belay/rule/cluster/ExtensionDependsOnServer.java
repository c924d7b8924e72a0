package dev.belay.rule.cluster;

import dev.belay.finding.Finding;
import dev.belay.finding.RuleId;
import dev.belay.finding.Severity;
import dev.belay.rule.KindRule;
import dev.belay.rule.RuleContext;
import dev.belay.rule.RuleDoc;
import dev.belay.script.StatementKind.Extension;
import java.util.List;
import java.util.Optional;

/** CREATE EXTENSION and ALTER EXTENSION. */
public final class ExtensionDependsOnServer extends KindRule<Extension> {

    private static final RuleDoc DOC = new RuleDoc(
            new RuleId("extension-depends-on-server"),
            List.of(56),
            Severity.LOW,
            "An extension is created or updated.",
            "Its files must be on the server, in a version that fits, and most need a superuser, or"
                    + " on managed servers the provider (PostgreSQL manual, CREATE EXTENSION).",
            "Have it installed on every server first, and keep its version the same.",
            "CREATE EXTENSION hstore;",
            "CREATE TABLE note (id int PRIMARY KEY);");

    public ExtensionDependsOnServer() {
        super(Extension.class);
    }

    @Override
    public RuleDoc doc() {
        return DOC;
    }

    @Override
    public boolean judgesUndo() {
        return false;
    }

    @Override
    protected Optional<Finding> check(RuleContext context, Extension kind) {
        return Optional.of(context.finding(
                this,
                (kind.create() ? "CREATE" : "ALTER") + " EXTENSION " + kind.name()
                        + " works only where the server has its files and the role may use them.",
                "Have it installed on every server first, in the same version."));
    }
}
