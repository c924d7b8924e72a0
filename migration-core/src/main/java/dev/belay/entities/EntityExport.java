package dev.belay.entities;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/**
 * Makes the schema of a project's JPA entities: JPA's own schema generation, by the provider that the project has. The
 * entities are those of a persistence unit where {@code META-INF/persistence.xml} names one, else all that are among the
 * compiled classes, with Spring Boot's naming where that is on the class path.
 *
 * @param loader of the project's classes and runtime dependencies
 * @param folders of compiled classes, the project's first
 * @param unit the persistence unit, where there are several; empty for the only one
 * @param properties JPA's and Hibernate's own, as the project sets them
 */
public record EntityExport(
        ClassLoader loader, List<Path> folders, Optional<String> unit, Map<String, String> properties) {

    private static final String NONE_MADE = " No file was made.";

    public EntityExport {
        folders = List.copyOf(folders);
        properties = Map.copyOf(properties);
    }

    /**
     * Makes the schema.
     *
     * @param database an empty one
     * @throws RefusalException when there are no entities, no provider, more than one unit, or the provider fails
     */
    public void createIn(DataSource database) {
        try (var quiet = new QuietProvider(loader)) {
            String api = api();
            List<String> units = PersistenceUnits.names(loader);
            if (units.isEmpty()) {
                createFromClasses(api, database);
            } else {
                createFromUnit(api, chosen(units), database);
            }
        } catch (InvocationTargetException e) {
            throw refusal(e.getCause());
        } catch (ReflectiveOperationException | MalformedURLException | LinkageError e) {
            throw refusal(e);
        }
    }

    private String api() {
        for (String api : List.of("jakarta", "javax")) {
            if (loader.getResource(api + "/persistence/Persistence.class") != null) {
                return api;
            }
        }
        throw new RefusalException(Problem.of(
                "db.wanted is jpa, and the project's runtime class path has no JPA." + NONE_MADE,
                "Add Hibernate to the project's dependencies, or give files of SQL: -Ddb.wanted=schema.sql"));
    }

    private String chosen(List<String> units) {
        String names = String.join(", ", units);
        if (unit.isPresent()) {
            return units.stream()
                    .filter(unit.get()::equals)
                    .findFirst()
                    .orElseThrow(() -> new RefusalException(Problem.of(
                            "There is no persistence unit " + unit.get() + "." + NONE_MADE,
                            "META-INF/persistence.xml has: " + names)));
        }
        if (units.size() > 1) {
            throw new RefusalException(Problem.of(
                    "META-INF/persistence.xml has several persistence units: " + names + "." + NONE_MADE,
                    "Name the one that is meant: -Ddb.wanted=jpa:" + units.get(0)));
        }
        return units.get(0);
    }

    private void createFromUnit(String api, String name, DataSource database) throws ReflectiveOperationException {
        Map<String, Object> settings = settings(api);
        settings.put(api + ".persistence.nonJtaDataSource", database);
        settings.put(api + ".persistence.jtaDataSource", database);
        settings.put(api + ".persistence.transactionType", "RESOURCE_LOCAL");
        Class.forName(api + ".persistence.Persistence", true, loader)
                .getMethod("generateSchema", String.class, Map.class)
                .invoke(null, name, settings);
    }

    private void createFromClasses(String api, DataSource database)
            throws ReflectiveOperationException, MalformedURLException {
        List<String> classes = EntityClasses.in(folders, api);
        if (classes.isEmpty()) {
            throw new RefusalException(Problem.of(
                    "db.wanted is jpa, and there are no entities among the compiled classes, nor a persistence unit."
                            + NONE_MADE,
                    "mvn compile db:generate   when they are not compiled; entities in jars need a"
                            + " META-INF/persistence.xml that names them"));
        }
        Class<?> type = Class.forName(api + ".persistence.spi.PersistenceProvider", false, loader);
        Object provider = ServiceLoader.load(type, loader)
                .findFirst()
                .orElseThrow(() -> new RefusalException(Problem.of(
                        "The project's runtime class path has JPA, and no provider of it." + NONE_MADE,
                        "Add Hibernate to the project's dependencies.")));
        Class<?> info = Class.forName(api + ".persistence.spi.PersistenceUnitInfo", false, loader);
        URL root = folders.get(0).toUri().toURL();
        type.getMethod("generateSchema", info, Map.class)
                .invoke(provider, new UnitOfClasses(loader, classes, root, database).as(info), settings(api));
    }

    private Map<String, Object> settings(String api) {
        Map<String, Object> settings = new HashMap<>(SpringNaming.of(loader));
        settings.putAll(properties);
        settings.put(api + ".persistence.schema-generation.database.action", "create");
        settings.put(api + ".persistence.schema-generation.scripts.action", "none");
        settings.put(api + ".persistence.create-database-schemas", "true");
        settings.put("hibernate.hbm2ddl.halt_on_error", "true");
        settings.put("hibernate.hbm2ddl.skip_default_import_file", "true");
        return settings;
    }

    private static RefusalException refusal(Throwable cause) {
        var details = new ArrayList<String>();
        for (Throwable each = cause; each != null && details.size() < 6; each = each.getCause()) {
            String message =
                    String.valueOf(each.getMessage()).lines().findFirst().orElse("");
            details.add(each.getClass().getSimpleName() + ": " + message);
        }
        return new RefusalException(
                Problem.of(
                                "The persistence provider of the project cannot make the schema of its entities."
                                        + NONE_MADE,
                                "Correct the mapping; mvn compile db:generate when the classes are older than their"
                                        + " sources.")
                        .withDetails(details),
                cause);
    }
}
