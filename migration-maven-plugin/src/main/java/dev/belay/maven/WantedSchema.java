package dev.belay.maven;

import dev.belay.entities.EntityExport;
import dev.belay.generate.Wanted;
import dev.belay.generate.WantedFile;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The schema that {@code db.wanted} describes.
 *
 * @param wanted for db:generate
 * @param classPath of the entities; that of the plugin for SQL
 */
record WantedSchema(Wanted wanted, ProjectClassPath classPath) implements AutoCloseable {

    private static final String JPA = "jpa";

    /**
     * {@return the schema}
     *
     * @param text {@code jpa}, {@code jpa:unit}, or files and folders with commas between them
     * @param classes resolved for entities only
     */
    static WantedSchema of(
            Goal goal, ProjectScripts scripts, Optional<String> text, Supplier<ProjectClassPath> classes) {
        String given = text.orElseThrow(() -> new RefusalException(Problem.of(
                "db.wanted is not set: the schema that there is to be. No file was made.",
                "mvn db:generate -Ddb.wanted=schema.sql   for files or folders of SQL;"
                        + " mvn compile db:generate -Ddb.wanted=jpa   for the project's JPA entities")));
        if (!given.equals(JPA) && !given.startsWith(JPA + ":")) {
            List<String> names = Arrays.stream(given.split(","))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
            return new WantedSchema(
                    new Wanted.Sql(WantedFile.read(goal.baseDirectory(), names)), ProjectClassPath.ofPlugin());
        }
        Optional<String> unit = Optional.of(given.substring(Math.min(given.length(), JPA.length() + 1)))
                .filter(name -> !name.isEmpty());
        ProjectClassPath classPath = classes.get();
        var export = new EntityExport(classPath.loader(), classPath.folders(), unit, scripts.jpa(goal));
        return new WantedSchema(new Wanted.Entities(export::createIn), classPath);
    }

    @Override
    public void close() {
        classPath.close();
    }
}
