package dev.belay.maven;

import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.FlywaySettingsLoader;
import dev.belay.migrate.settings.JavaMigrations;
import dev.belay.migrate.settings.JpaSettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.migrate.settings.ResolvedLocations;
import dev.belay.migrate.settings.ResourceDirectory;
import dev.belay.migrate.settings.SettingsSources;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.project.MavenProject;

/**
 * The project's migrations, found by its Flyway settings.
 *
 * @param project the scripts
 * @param layout the project's folders
 * @param settings what Flyway was told
 * @param locations where the scripts are
 * @param classPath the class path that Java migrations are on; the plugin's own where there are none
 */
record ProjectScripts(
        MigrationProject project,
        ProjectLayout layout,
        FlywaySettings settings,
        ResolvedLocations locations,
        ProjectClassPath classPath)
        implements AutoCloseable {

    /**
     * Finds them.
     *
     * @param overrides {@code db.*} parameters as {@code flyway.*} keys
     * @param needed whether the goal has nothing to do without scripts; others get along with what the database keeps
     * @param dependencies asked when Java migrations or {@code classpath:} locations need them
     * @return empty for a module without migrations among others that have some
     */
    static Optional<ProjectScripts> find(
            Goal goal, Map<String, String> overrides, boolean needed, ProjectClassPath.Resolver dependencies) {
        ProjectLayout layout = layout(goal);
        FlywaySettings settings = settings(goal, layout, overrides);
        if (isPassedOver(goal, layout, settings)) {
            return Optional.empty();
        }
        settings.sources().forEach(source -> goal.log().debug("Flyway settings: " + source));
        settings.notes().forEach(goal.log()::info);
        boolean required = needed || isTypedLocation(goal);
        ResolvedLocations named =
                required ? LocationResolver.resolve(settings, layout) : LocationResolver.resolveIfAny(settings, layout);
        ProjectClassPath classPath = classPath(goal, layout, named, dependencies);
        ResolvedLocations locations = required ? named : named.presentOn(classPath.loader());
        if (locations.migrations().isEmpty() && !goal.createsScripts()) {
            goal.log()
                    .warn("This project has no folder of migrations: " + goal.name()
                            + " goes by the history and by the scripts' texts that the database keeps.");
        }
        return Optional.of(new ProjectScripts(
                MigrationProject.open(settings, locations, classPath.loader()),
                layout,
                settings,
                locations,
                classPath));
    }

    /** {@return the same scripts where they are written, for goals that change them} */
    ProjectScripts inSources() {
        ResolvedLocations sources = locations.inSources(layout);
        return sources.equals(locations)
                ? this
                : new ProjectScripts(
                        MigrationProject.open(settings, sources, classPath.loader()),
                        layout,
                        settings,
                        sources,
                        classPath);
    }

    /** {@return whether a module has migrations, or says where to find some} */
    static boolean arePresent(Goal goal) {
        ProjectLayout layout = layout(goal);
        return LocationResolver.hasStandardFolder(layout)
                || new DeclaredConfiguration(goal).inPom("locations").isPresent()
                || namesLocations(settings(goal, layout, Map.of()));
    }

    private static FlywaySettings settings(Goal goal, ProjectLayout layout, Map<String, String> overrides) {
        return FlywaySettingsLoader.load(sources(goal, layout, overrides));
    }

    private static SettingsSources sources(Goal goal, ProjectLayout layout, Map<String, String> overrides) {
        return SettingsSources.of(layout, Path.of(System.getProperty("user.home")))
                .withProjectProperties(goal.projectProperties())
                .withUserProperties(goal.typedProperties())
                .withEnvironment(System.getenv())
                .withFlywayPlugin(FlywayPluginSettings.of(goal))
                .withOverrides(overrides);
    }

    /** {@return how the application maps its entities, as Hibernate's settings} */
    Map<String, String> jpa(Goal goal) {
        return JpaSettings.of(sources(goal, layout, Map.of()));
    }

    /** A goal that a parent POM binds to a phase has nothing to do in modules without migrations. */
    private static boolean isPassedOver(Goal goal, ProjectLayout layout, FlywaySettings settings) {
        return !goal.isTyped()
                && goal.session().getProjects().size() > 1
                && !namesLocations(settings)
                && !LocationResolver.hasStandardFolder(layout);
    }

    /** What was typed for this very run is there, or is a mistake. */
    private static boolean isTypedLocation(Goal goal) {
        return goal.isTyped()
                && (goal.typedProperties().containsKey("db.locations")
                        || goal.typedProperties().containsKey("flyway.locations"));
    }

    private static boolean namesLocations(FlywaySettings settings) {
        return settings.value("flyway.locations")
                .filter(locations -> !locations.isBlank())
                .isPresent();
    }

    private static ProjectClassPath classPath(
            Goal goal, ProjectLayout layout, ResolvedLocations locations, ProjectClassPath.Resolver dependencies) {
        JavaMigrations java = JavaMigrations.present(layout, locations);
        if (java.needCompiling()) {
            throw new RefusalException(Problem.of(
                            "Java migrations are not compiled, or have changed since", "mvn compile db:" + goal.name())
                    .withDetails(java.uncompiled().stream()
                            .map(path -> layout.baseDirectory().relativize(path).toString())
                            .toList())
                    .withState("No database was touched."));
        }
        return java.any() || locations.needsProjectClassPath()
                ? dependencies.resolve(goal)
                : ProjectClassPath.ofPlugin();
    }

    private static ProjectLayout layout(Goal goal) {
        MavenProject project = goal.project();
        Path base = goal.baseDirectory();
        if (!goal.hasPom()) {
            return ProjectLayout.standard(base);
        }
        List<ResourceDirectory> resources = project.getResources().stream()
                .map(resource -> new ResourceDirectory(base.resolve(resource.getDirectory()), resource.isFiltering()))
                .toList();
        return new ProjectLayout(
                base, resources, base.resolve(project.getBuild().getOutputDirectory()));
    }

    @Override
    public void close() {
        classPath.close();
    }
}
