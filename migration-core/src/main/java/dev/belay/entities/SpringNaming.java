package dev.belay.entities;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How Spring Boot has names made, where the project has it: the defaults of {@code spring.jpa.hibernate.naming}. */
final class SpringNaming {

    private static final String BOOT = "org/springframework/boot/SpringApplication.class";

    /** Hibernate's own from 5.6.13 on; before that Spring's. */
    private static final List<String> PHYSICAL = List.of(
            "org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy",
            "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl",
            "org.springframework.boot.orm.jpa.hibernate.SpringPhysicalNamingStrategy");

    /** It moved in Spring Boot 4. */
    private static final List<String> IMPLICIT = List.of(
            "org.springframework.boot.hibernate.SpringImplicitNamingStrategy",
            "org.springframework.boot.orm.jpa.hibernate.SpringImplicitNamingStrategy");

    private SpringNaming() {}

    /** {@return Hibernate's settings; empty without Spring Boot} */
    static Map<String, String> of(ClassLoader loader) {
        var settings = new HashMap<String, String>();
        if (loader.getResource(BOOT) != null) {
            first(loader, PHYSICAL, "hibernate.physical_naming_strategy", settings);
            first(loader, IMPLICIT, "hibernate.implicit_naming_strategy", settings);
        }
        return settings;
    }

    private static void first(ClassLoader loader, List<String> names, String key, Map<String, String> settings) {
        names.stream()
                .filter(name -> loader.getResource(name.replace('.', '/') + ".class") != null)
                .findFirst()
                .ifPresent(name -> settings.put(key, name));
    }
}
