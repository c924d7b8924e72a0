package dev.belay.migrate.settings;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.migration.baseline.BaselineMigrationConfigurationExtension;
import org.flywaydb.core.internal.scanner.ClasspathLocationHandler;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Makes Flyway's configuration out of a project's settings and locations. */
public final class FlywayConfiguration {

    private static final String TRANSACTIONAL_LOCK = "flyway.postgresql.transactional.lock";
    private static final String BASELINE_PREFIX = "flyway.baselineMigrationPrefix";

    /** What Flyway's {@code configure} is not given: ours, resolved elsewhere, or wanting Jackson 3 there. */
    private static final Set<String> NOT_CONFIGURED = Set.of(
            FlywaySettings.UNDO_PREFIX,
            FlywaySettings.WORKING_DIRECTORY,
            "flyway.locations",
            "flyway.callbackLocations",
            TRANSACTIONAL_LOCK,
            BASELINE_PREFIX);

    /** What Flyway takes as text and only reads when it is asked. */
    private static final Map<String, Consumer<ClassicConfiguration>> READ_LATE = Map.of(
            "flyway.encoding", ClassicConfiguration::getEncoding,
            "flyway.target", ClassicConfiguration::getTarget,
            "flyway.baselineVersion", ClassicConfiguration::getBaselineVersion,
            "flyway.ignoreMigrationPatterns", ClassicConfiguration::getIgnoreMigrationPatterns,
            "flyway.resolvers", ClassicConfiguration::getResolvers);

    private final FlywaySettings settings;
    private final ResolvedLocations locations;
    private final ClassLoader classLoader;

    private FlywayConfiguration(FlywaySettings settings, ResolvedLocations locations, ClassLoader classLoader) {
        this.settings = settings;
        this.locations = locations;
        this.classLoader = classLoader;
    }

    /**
     * {@return the configuration, without a data source}
     *
     * @param classLoader where {@code classpath:} locations, Java migrations, callbacks and resolvers are; the project's
     *     when {@link ResolvedLocations#needsProjectClassPath} or {@link JavaMigrations#any}
     * @throws RefusalException naming key, value and source when Flyway does not take a value, and naming the location
     *     when the class path does not have it
     */
    public static ClassicConfiguration create(
            FlywaySettings settings, ResolvedLocations locations, ClassLoader classLoader) {
        return new FlywayConfiguration(settings, locations, classLoader).create();
    }

    private ClassicConfiguration create() {
        requireOnClassPath();
        var configuration = new ClassicConfiguration(classLoader);
        var values = new HashMap<>(settings.values());
        values.keySet().removeAll(NOT_CONFIGURED);
        try {
            configuration.configure(values);
            READ_LATE.values().forEach(read -> read.accept(configuration));
        } catch (FlywayException | IllegalArgumentException e) {
            throw refusal(values, e);
        }
        configuration.setLocationsAsStrings(locations.migrations().toArray(String[]::new));
        configuration.setCallbackLocationsAsStrings(locations.callbacks().toArray(String[]::new));
        extensions(configuration);
        javaMigrations(configuration);
        return configuration;
    }

    /** Flyway's own way to these two, {@code configure}, works with Jackson 3 on the class path only. */
    private void extensions(ClassicConfiguration configuration) {
        settings.value(TRANSACTIONAL_LOCK).ifPresent(value -> {
            if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                throw bad(TRANSACTIONAL_LOCK, "should be either true or false", null);
            }
            configuration
                    .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                    .setTransactionalLock(Boolean.parseBoolean(value));
        });
        settings.value(BASELINE_PREFIX)
                .ifPresent(value -> configuration
                        .getConfigurationExtension(BaselineMigrationConfigurationExtension.class)
                        .setBaselineMigrationPrefix(value));
    }

    /** Flyway looks for classes in {@code classpath:} locations only, and ours have become folders. */
    private void javaMigrations(ClassicConfiguration configuration) {
        List<String> packages = locations.packages().stream()
                .filter(name -> classLoader.getResource(name) != null)
                .toList();
        if (packages.isEmpty()) {
            return;
        }
        configuration.setJavaMigrationClassProvider(() -> {
            var found = new LinkedHashMap<String, Class<? extends JavaMigration>>();
            for (String name : packages) {
                scan(configuration, name).forEach(type -> found.put(type.getName(), type));
            }
            return new ArrayList<>(found.values());
        });
    }

    private static Collection<Class<? extends JavaMigration>> scan(ClassicConfiguration configuration, String name) {
        Location location = Location.fromPath(LocationResolver.CLASSPATH, name);
        return configuration.getPluginRegister().getInstancesOf(ClasspathLocationHandler.class).stream()
                .filter(handler -> handler.canHandleLocation(location))
                .flatMap(handler -> handler.scanForClasses(JavaMigration.class, location, configuration).stream())
                .collect(Collectors.toList());
    }

    private void requireOnClassPath() {
        for (String name : locations.onClassPath()) {
            String root = LocationResolver.rootOf(name);
            if (classLoader.getResource(root) == null) {
                throw new RefusalException(Problem.of(
                        "classpath:" + name + " is neither in the project's resource folders nor on its class path",
                        "create src/main/resources/" + root + ", or name the folder: -Ddb.locations=<folder>"));
            }
        }
    }

    /** Flyway's messages often do not name the key, so each setting is tried alone until one fails. */
    private RefusalException refusal(Map<String, String> values, RuntimeException failure) {
        for (String key : settings.settings().keySet()) {
            if (values.containsKey(key)) {
                try {
                    var alone = new ClassicConfiguration(classLoader);
                    alone.configure(Map.of(key, values.get(key)));
                    READ_LATE.getOrDefault(key, ignored -> {}).accept(alone);
                } catch (FlywayException | IllegalArgumentException e) {
                    return bad(key, firstLine(e), e);
                }
            }
        }
        return new RefusalException(
                Problem.of(
                        "Flyway does not take these settings together: " + firstLine(failure),
                        "correct them in " + String.join(", ", settings.sources())),
                failure);
    }

    private RefusalException bad(String key, String why, RuntimeException cause) {
        Setting setting = settings.settings().get(key);
        boolean show = !SettingKeys.isPlaceholder(key) && !key.equals("flyway.initSql");
        return new RefusalException(
                Problem.of(
                        setting.source() + ": " + key + (show ? "=" + setting.value() : "") + ": " + why,
                        "correct the value of " + key),
                cause);
    }

    private static String firstLine(RuntimeException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return e instanceof FlywayException
                ? message.lines().findFirst().orElse(message)
                : "there is no encoding " + message;
    }
}
