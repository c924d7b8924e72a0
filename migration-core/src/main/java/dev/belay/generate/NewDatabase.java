package dev.belay.generate;

import dev.belay.analysis.ScratchHistory;
import dev.belay.analysis.ScratchRequest;
import dev.belay.generate.Generated.Script;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.Refused;
import dev.belay.script.ScriptFile;
import dev.belay.script.Version;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A database that is migrated from the beginning: repeatable scripts run after all versioned ones there, so that what
 * they make is not there yet when generated scripts run.
 *
 * @param request where it is tried
 * @param project the scripts
 */
record NewDatabase(ScratchRequest request, MigrationProject project) {

    private static final Pattern DROP =
            Pattern.compile("^DROP (VIEW|MATERIALIZED VIEW|FUNCTION|PROCEDURE|TRIGGER|POLICY|RULE) (?!IF EXISTS)");

    private boolean isOther() {
        return !project.scripts().repeatable().isEmpty();
    }

    /** {@return the statement so that it also runs where there is nothing to drop yet} */
    String lenient(String sql) {
        return isOther() ? DROP.matcher(sql).replaceFirst("DROP $1 IF EXISTS ") : sql;
    }

    /** {@return why the scripts do not run on a new database; empty when they do} */
    Optional<String> refusal(List<Script> scripts) {
        if (!isOther() || scripts.isEmpty()) {
            return Optional.empty();
        }
        Optional<Version> last = project.scripts().versioned().stream()
                .map(ScriptFile::name)
                .flatMap(name -> name.version().stream())
                .max(Version::compareTo);
        try (var stage = new Stage(new ScratchHistory(request, project).at(last), request, project)) {
            for (Script script : scripts) {
                Optional<Refused> refused = stage.scripts().run(WrittenScripts.prepared(script.file()));
                if (refused.isPresent()) {
                    return refused.map(
                            it -> it.what()
                                    + ": so it ends on a database that is migrated from the beginning, where repeatable scripts run"
                                    + " last. Make this change in the repeatable script, or so that it runs without what that makes.");
                }
            }
        }
        return Optional.empty();
    }
}
