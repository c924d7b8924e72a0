package dev.belay.migrate.settings;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Turns {@code flyway.locations} into folders of the project. What is on the class path is looked for in the resource
 * folders first, so that a goal works before {@code process-resources} and never sees yesterday's copy of a script.
 */
public final class LocationResolver {

    static final String CLASSPATH = "classpath:";
    static final String FILESYSTEM = "filesystem:";

    private static final String DEFAULT = "db/migration";
    private static final String UNTOUCHED = "No database was touched.";
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:[\\\\/].*");
    private static final Pattern PREFIX = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]+:).*");

    private static final Pattern EXPRESSION = Pattern.compile("[+()\\[\\]{}^$|]");

    private final FlywaySettings settings;
    private final ProjectLayout layout;
    private final Path base;
    private final ResourceFolders resources;
    private final Set<String> packages = new TreeSet<>();
    private final List<RefusalException> absent = new ArrayList<>();

    private LocationResolver(FlywaySettings settings, ProjectLayout layout) {
        this.settings = settings;
        this.layout = layout;
        this.base = layout.baseDirectory()
                .resolve(settings.value(FlywaySettings.WORKING_DIRECTORY).orElse(""));
        this.resources = new ResourceFolders(layout);
    }

    /**
     * {@return the locations}
     *
     * @throws RefusalException naming the folders looked at, when one is not there; when scripts that Maven filters are
     *     not yet in the classes folder; when a location's prefix is none that Belay can read
     */
    public static ResolvedLocations resolve(FlywaySettings settings, ProjectLayout layout) {
        var resolver = new LocationResolver(settings, layout);
        ResolvedLocations found = resolver.resolve();
        resolver.refuseAbsent();
        return found;
    }

    /**
     * {@return the locations; none for a project of which no folder is there} For goals that get along with what the
     * database keeps, such as a downgrade from an image without the scripts. When some folders are there and others are
     * not, the settings are wrong.
     *
     * @throws RefusalException as {@link #resolve} does, when any location is there
     */
    public static ResolvedLocations resolveIfAny(FlywaySettings settings, ProjectLayout layout) {
        var resolver = new LocationResolver(settings, layout);
        ResolvedLocations found = resolver.resolve();
        if (!found.migrations().isEmpty()) {
            resolver.refuseAbsent();
        }
        return found;
    }

    /** {@return whether a project that names no location has {@code db/migration} all the same, as folder or package} */
    public static boolean hasStandardFolder(ProjectLayout layout) {
        return layout.withDefaultResources().stream()
                        .anyMatch(
                                resources -> Files.isDirectory(resources.path().resolve(DEFAULT)))
                || Files.isDirectory(layout.classesDirectory().resolve(DEFAULT))
                || JavaMigrations.present(layout, DEFAULT).any();
    }

    /** {@return the resource folders that a location among the classes was built from; empty for any other location} */
    static List<String> sources(String location, ProjectLayout layout) {
        if (!location.startsWith(FILESYSTEM)) {
            return List.of();
        }
        Path path = Path.of(location.substring(FILESYSTEM.length()));
        if (!path.startsWith(layout.classesDirectory())) {
            return List.of();
        }
        Path inside = layout.classesDirectory().relativize(path);
        return layout.withDefaultResources().stream()
                .map(resources -> resources.path().resolve(inside))
                .filter(source -> Files.isDirectory(root(source)))
                .map(source -> FILESYSTEM + source)
                .toList();
    }

    private void refuseAbsent() {
        if (!absent.isEmpty()) {
            throw absent.get(0);
        }
    }

    private ResolvedLocations resolve() {
        List<String> named = split(settings.value("flyway.locations"));
        List<String> migrations = named.isEmpty() ? standard() : all(named, "flyway.locations");
        List<String> callbacks = all(split(settings.value("flyway.callbackLocations")), "flyway.callbackLocations");
        migrations.forEach(LocationResolver::requireMatchable);
        callbacks.forEach(LocationResolver::requireMatchable);
        return new ResolvedLocations(migrations, callbacks, packages, settings.namesClasses());
    }

    /** Flyway makes a regular expression of a path with wildcards and does not quote it: it would find nothing. */
    private static void requireMatchable(String descriptor) {
        String path = descriptor.substring(descriptor.indexOf(':') + 1);
        String root = rootOf(path);
        if (!root.equals(path) && EXPRESSION.matcher(root).find()) {
            throw new RefusalException(Problem.of(
                            "wildcards do not work below " + root + ": the path has one of + ( ) [ ] { } ^ $ |",
                            "name the folders one by one: -Ddb.locations=<folder>,<folder>")
                    .withState(UNTOUCHED));
        }
    }

    private List<String> standard() {
        List<String> found = resources.find(DEFAULT);
        packages.add(DEFAULT);
        if (!found.isEmpty()) {
            return found;
        }
        if (JavaMigrations.present(layout, DEFAULT).any()) {
            return List.of(CLASSPATH + DEFAULT);
        }
        absent.add(new RefusalException(Problem.of(
                        "there is no folder of migrations: looked at " + String.join(", ", resources.lookedAt(DEFAULT)),
                        "create src/main/resources/" + DEFAULT + ", or name the folder: -Ddb.locations=<folder>")
                .withState(UNTOUCHED)));
        return List.of();
    }

    private List<String> all(List<String> locations, String key) {
        var found = new ArrayList<String>();
        locations.forEach(location -> found.addAll(one(location, key)));
        return found;
    }

    private List<String> one(String location, String key) {
        if (location.startsWith(CLASSPATH)) {
            return onClassPath(location.substring(CLASSPATH.length()));
        }
        if (location.startsWith(FILESYSTEM)) {
            return onDisk(location.substring(FILESYSTEM.length()), location, key);
        }
        boolean path = DRIVE.matcher(location).matches() || location.startsWith("/") || location.startsWith("\\");
        if (!path && PREFIX.matcher(location).matches()) {
            throw refusal(key, location, "is of a kind that Belay does not read", "use filesystem: or classpath:");
        }
        if (path || Files.isDirectory(base.resolve(root(path(location, key, location))))) {
            return onDisk(location, location, key);
        }
        List<String> found = onClassPath(location);
        boolean onClassPathOnly = found.stream().anyMatch(descriptor -> descriptor.startsWith(CLASSPATH));
        if (onClassPathOnly
                && !JavaMigrations.present(layout, rootOf(normal(location))).any()) {
            // without a prefix it was a path to the one and a class path folder to the other; neither is there
            var lookedAt = new ArrayList<>(List.of(layout.show(base.resolve(location))));
            lookedAt.addAll(resources.lookedAt(normal(location)));
            return missing(key, location, lookedAt);
        }
        return found;
    }

    private List<String> onDisk(String text, String location, String key) {
        Path path = path(text, key, location);
        Path root = base.resolve(root(path)).normalize();
        Path absolute = base.resolve(path).normalize();
        if (absolute.startsWith(layout.classesDirectory())) {
            // the scripts' copies: the same rules as for the class path, or an old copy would count
            String inside = layout.classesDirectory().relativize(absolute).toString();
            List<String> found = resources.find(normal(inside));
            if (!found.isEmpty()) {
                return found;
            }
        }
        if (!Files.isDirectory(root)) {
            return missing(key, location, List.of(layout.show(root)));
        }
        return List.of(FILESYSTEM + absolute);
    }

    private List<String> onClassPath(String text) {
        String name = normal(text);
        packages.add(rootOf(name));
        List<String> found = resources.find(name);
        return found.isEmpty() ? List.of(CLASSPATH + name) : found;
    }

    private Path path(String text, String key, String location) {
        try {
            boolean foreign = File.separatorChar == '/' && text.contains("\\") && !Files.exists(base.resolve(text));
            return Path.of(foreign ? text.replace('\\', '/') : text);
        } catch (InvalidPathException e) {
            throw refusal(key, location, "is not a path", "correct it");
        }
    }

    private List<String> missing(String key, String location, List<String> lookedAt) {
        absent.add(refusal(
                key,
                location,
                "is not there: looked at " + String.join(", ", lookedAt),
                "create the folder, or name the right one: -Ddb.locations=<folder>"));
        return List.of();
    }

    private RefusalException refusal(String key, String location, String what, String next) {
        return new RefusalException(Problem.of(
                        settings.settings().get(key).source() + ": the location " + location + " of " + key + " "
                                + what,
                        next)
                .withState(UNTOUCHED));
    }

    private static List<String> split(Optional<String> locations) {
        return locations
                .map(text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(location -> !location.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** A class path name as Flyway takes it: no slash at either end. */
    private static String normal(String name) {
        return name.strip().replace('\\', '/').replaceFirst("^/+", "").replaceFirst("/+$", "");
    }

    /** The part of a class path name before the first wildcard. */
    static String rootOf(String name) {
        int end = 0;
        for (String part : name.split("/")) {
            if (part.contains("*") || part.contains("?")) {
                return name.substring(0, Math.max(0, end - 1));
            }
            end += part.length() + 1;
        }
        return name;
    }

    /** The part of a path before the first wildcard. */
    static Path root(Path path) {
        Path root = path.getRoot() == null ? Path.of("") : path.getRoot();
        for (Path part : path) {
            if (part.toString().contains("*") || part.toString().contains("?")) {
                return root;
            }
            root = root.resolve(part);
        }
        return root;
    }
}
