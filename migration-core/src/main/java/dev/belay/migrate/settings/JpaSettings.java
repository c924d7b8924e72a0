package dev.belay.migrate.settings;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a Spring Boot application's {@code spring.jpa.*} says of how its entities are mapped. */
public final class JpaSettings {

    private static final String PREFIX = "spring.jpa.";

    private static final String OF_PROVIDER = "properties.";

    /** Of what only a running application needs. */
    private static final List<String> NOT_OF_THE_SCHEMA = List.of(
            "hibernate.connection.",
            "hibernate.hbm2ddl.",
            "hibernate.cache.",
            "hibernate.search.",
            "jakarta.persistence.",
            "javax.persistence.");

    private JpaSettings() {}

    /**
     * {@return settings as Hibernate has them; empty for an application without such}
     *
     * @param sources where the application's files are
     */
    public static Map<String, String> of(SettingsSources sources) {
        Map<String, String> spring = SpringSettings.below(PREFIX, sources, note -> {});
        var settings = new TreeMap<String, String>();
        spring.forEach((key, value) -> {
            String name = key.startsWith(OF_PROVIDER) ? key.substring(OF_PROVIDER.length()) : "";
            if (!name.isEmpty() && NOT_OF_THE_SCHEMA.stream().noneMatch(name::startsWith)) {
                settings.put(name, value);
            }
        });
        put(spring, "database-platform", "hibernate.dialect", settings);
        put(spring, "hibernate.naming.physical-strategy", "hibernate.physical_naming_strategy", settings);
        put(spring, "hibernate.naming.implicit-strategy", "hibernate.implicit_naming_strategy", settings);
        return settings;
    }

    private static void put(Map<String, String> spring, String from, String to, Map<String, String> settings) {
        if (spring.containsKey(from)) {
            settings.put(to, spring.get(from));
        }
    }
}
