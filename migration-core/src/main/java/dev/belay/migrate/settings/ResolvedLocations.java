package dev.belay.migrate.settings;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a project's migrations are, after its settings were compared with its folders.
 *
 * @param migrations Flyway's location descriptors; {@code filesystem:} with an absolute path, or {@code classpath:} where
 *     no folder of the project has it. No script is in two of them
 * @param callbacks the same for {@code flyway.callbackLocations}
 * @param packages the folders of Java migrations on the class path, such as {@code db/migration}
 * @param namesClasses whether the settings name classes of the project (callbacks, resolvers)
 */
public record ResolvedLocations(
        List<String> migrations, List<String> callbacks, Set<String> packages, boolean namesClasses) {

    public ResolvedLocations {
        migrations = List.copyOf(new LinkedHashSet<>(migrations));
        callbacks = List.copyOf(new LinkedHashSet<>(callbacks));
        packages = packages.stream().sorted().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * {@return whether the scripts cannot be found without the project's dependencies} Java migrations need them too;
     * {@link JavaMigrations} tells whether there are any.
     */
    public boolean needsProjectClassPath() {
        return namesClasses || !onClassPath().isEmpty();
    }

    /**
     * {@return the same, without those that only the class path could have when it has none of them and nothing else is
     * there}
     *
     * @param classPath the project's
     */
    public ResolvedLocations presentOn(ClassLoader classPath) {
        boolean any = !directories().isEmpty()
                || onClassPath().stream()
                        .anyMatch(name -> classPath.getResource(LocationResolver.rootOf(name)) != null);
        return any ? this : new ResolvedLocations(List.of(), List.of(), packages, namesClasses);
    }

    /**
     * {@return the same, with the resource folders in place of what the build has made of them} For goals that change
     * scripts: a copy among the classes is gone with the next build. What scripts say may differ between the two, their
     * names do not.
     */
    public ResolvedLocations inSources(ProjectLayout layout) {
        List<String> sources = migrations.stream()
                .flatMap(location -> {
                    List<String> found = LocationResolver.sources(location, layout);
                    return found.isEmpty() ? Stream.of(location) : found.stream();
                })
                .toList();
        return new ResolvedLocations(sources, callbacks, packages, namesClasses);
    }

    /** {@return the folders on disk, each as far as it has no wildcard} */
    public List<Path> directories() {
        return migrations.stream()
                .filter(location -> location.startsWith(LocationResolver.FILESYSTEM))
                .map(location -> Path.of(location.substring(LocationResolver.FILESYSTEM.length())))
                .map(LocationResolver::root)
                .distinct()
                .toList();
    }

    /** {@return the locations that only the project's class path can have, without their prefix} */
    List<String> onClassPath() {
        return Stream.concat(migrations.stream(), callbacks.stream())
                .filter(location -> location.startsWith(LocationResolver.CLASSPATH))
                .map(location -> location.substring(LocationResolver.CLASSPATH.length()))
                .toList();
    }
}
