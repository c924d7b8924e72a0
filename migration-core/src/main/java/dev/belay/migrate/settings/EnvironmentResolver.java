package dev.belay.migrate.settings;

import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.ProgressLogger;
import org.flywaydb.core.internal.configuration.resolvers.PropertyResolver;
import org.flywaydb.core.internal.configuration.resolvers.PropertyResolverContext;

/** Gives Flyway's <code>${env.NAME}</code> its value out of the variables given, and remembers one that was not there. */
final class EnvironmentResolver implements PropertyResolver {

    private final Map<String, String> environment;
    private String missing;

    EnvironmentResolver(Map<String, String> environment) {
        this.environment = environment;
    }

    /** {@return the name of a variable that was asked for and is not set} */
    Optional<String> missing() {
        return Optional.ofNullable(missing);
    }

    @Override
    public String getName() {
        return "env";
    }

    @Override
    public String resolve(String key, PropertyResolverContext context, ProgressLogger progress) {
        String value = environment.get(key);
        if (value == null) {
            missing = key;
            return "";
        }
        return value;
    }

    @Override
    public Class<?> getConfigClass() {
        return null;
    }
}
