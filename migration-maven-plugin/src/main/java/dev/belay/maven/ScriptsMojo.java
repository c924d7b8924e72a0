package dev.belay.maven;

import dev.belay.migrate.settings.ResourceDirectory;
import dev.belay.report.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.ProjectDependenciesResolver;

/** What goals do that read scripts: all of them. */
abstract class ScriptsMojo extends AbstractBelayMojo {

    /**
     * The folders of the scripts, {@code filesystem:} or {@code classpath:}; by default what Flyway's configuration
     * says, else {@code src/main/resources/db/migration}.
     */
    @Parameter(property = "db.locations")
    private List<String> locations;

    /** The schemas that Flyway manages, as {@code flyway.schemas}. */
    @Parameter(property = "db.schemas")
    private List<String> schemas;

    /** The schema of Flyway's history table, as {@code flyway.defaultSchema}. */
    @Parameter(property = "db.defaultSchema")
    private String defaultSchema;

    /** Flyway's history table, as {@code flyway.table}. */
    @Parameter(property = "db.table")
    private String table;

    /** Values for placeholders in scripts, by name; typed as {@code -Ddb.placeholders.name=value}. */
    @Parameter
    private Map<String, String> placeholders;

    @Inject
    private ProjectDependenciesResolver dependencies;

    @Override
    final GoalResult run(Goal goal) {
        var found = ProjectScripts.find(
                goal, overrides(goal), needsScripts(goal), each -> ProjectClassPath.of(each, dependencies));
        if (found.isEmpty()) {
            return GoalResult.nothing(new Line(Line.Level.INFO, "This module has no migrations."));
        }
        try (ProjectScripts scripts = found.get()) {
            return run(goal, scripts);
        }
    }

    /** {@return whether the goal has nothing to do without scripts; the others know enough from the database} */
    abstract boolean needsScripts(Goal goal);

    /** Runs the goal on the project's scripts. */
    abstract GoalResult run(Goal goal, ProjectScripts scripts);

    /** {@return the project's classes and dependencies, with nothing of the plugin's} */
    final ProjectClassPath projectClassPath(Goal goal) {
        return ProjectClassPath.apart(goal, dependencies);
    }

    /** {@return where the first scripts of a project go} */
    static Path firstFolder(Goal goal, ProjectScripts scripts) {
        return scripts.layout().resourceDirectories().stream()
                .map(ResourceDirectory::path)
                .findFirst()
                .orElse(goal.baseDirectory().resolve("src/main/resources"))
                .resolve("db/migration");
    }

    private Map<String, String> overrides(Goal goal) {
        var typed = new TypedParameters(goal);
        var settings = new TreeMap<String, String>();
        put(settings, "flyway.locations", typed.list("db.locations", locations));
        put(settings, "flyway.schemas", typed.list("db.schemas", schemas));
        typed.text("db.defaultSchema", defaultSchema).ifPresent(v -> settings.put("flyway.defaultSchema", v));
        typed.text("db.table", table).ifPresent(v -> settings.put("flyway.table", v));
        typed.family("db.placeholders.", placeholders)
                .forEach((name, value) -> settings.put("flyway.placeholders." + name, value));
        return settings;
    }

    private static void put(Map<String, String> settings, String key, List<String> values) {
        if (!values.isEmpty()) {
            settings.put(key, String.join(",", values));
        }
    }
}
