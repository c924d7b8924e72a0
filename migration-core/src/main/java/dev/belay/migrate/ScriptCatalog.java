package dev.belay.migrate;

import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptSet;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.flywaydb.core.api.ClassProvider;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;
import org.flywaydb.core.internal.scanner.Scanner;

/**
 * The scripts of a project's locations, found and named by Flyway's own scanner and name parser. Flyway itself is shown
 * all but the undo scripts, which its open-source edition takes for misnamed files.
 */
final class ScriptCatalog {

    /** What Flyway's {@code ScriptMigrationResolver} takes for executable. */
    private static final Pattern SHELL_SCRIPT = Pattern.compile("[^.]+(\\.(cmd|bat|ps1|py|sh|bash))?");

    private final Configuration configuration;
    private final Scanner<JavaMigration> scanner;
    private final Map<String, ScriptResource> undoScripts = new HashMap<>();
    private final Map<String, ScriptResource> byScript = new HashMap<>();
    private final Map<String, ScriptResource> byLocation = new HashMap<>();
    private final ScriptSet scripts;
    private final Naming naming;
    private final Set<String> hidden;

    ScriptCatalog(Configuration configuration, String undoPrefix) {
        this.configuration = configuration;
        this.hidden = Set.of();
        this.scanner = ScanFailure.orRefused(
                configuration, () -> new Scanner<>(JavaMigration.class, configuration, configuration.getLocations()));
        this.naming = new Naming(configuration, undoPrefix);
        var found = new ArrayList<ScriptResource>();
        var misnamed = new ArrayList<ScriptSet.Misnamed>();
        for (LoadableResource resource : scanner.getResources("", configuration.getSqlMigrationSuffixes())) {
            ResourceName name = naming.parse(resource.getFilename());
            if (name.isValid()) {
                found.add(script(naming.nameOf(name, resource), resource));
            } else {
                misnamed.add(new ScriptSet.Misnamed(
                        resource.getRelativePath(), resource.getAbsolutePathOnDisk(), name.getValidityMessage()));
            }
        }
        found.forEach(script -> {
            byScript.put(script.script(), script);
            byLocation.put(script.location(), script);
            if (script.name().type() == ScriptType.UNDO) {
                undoScripts.put(script.script(), script);
            }
        });
        this.scripts = new ScriptSet(
                ofType(found, ScriptType.VERSIONED),
                ofType(found, ScriptType.UNDO),
                ofType(found, ScriptType.REPEATABLE),
                ofType(found, ScriptType.CALLBACK),
                javaMigrations(),
                List.copyOf(misnamed));
    }

    private ScriptCatalog(ScriptCatalog all, Set<String> hidden, Map<String, byte[]> former) {
        this.configuration = all.configuration;
        this.scanner = all.scanner;
        this.naming = all.naming;
        this.undoScripts.putAll(all.undoScripts);
        this.byScript.putAll(all.byScript);
        this.byLocation.putAll(all.byLocation);
        this.scripts = all.scripts;
        this.hidden = Set.copyOf(hidden);
        former.forEach((script, text) -> byScript.computeIfPresent(script, (key, now) -> asItWas(now, text)));
    }

    /**
     * {@return the same scripts, of which Flyway is not shown some}
     *
     * @param more those, as the history names them
     * @param former what others were before; Flyway is shown that
     */
    ScriptCatalog hiding(Set<String> more, Map<String, byte[]> former) {
        return new ScriptCatalog(this, more, former);
    }

    private ScriptResource asItWas(ScriptResource now, byte[] text) {
        var encoding = ScriptConfig.of(now).encoding().orElse(configuration.getEncoding());
        return now.with(new FormerText(now.resource(), text, encoding));
    }

    /** {@return every script, undo scripts included} */
    ScriptSet scripts() {
        return scripts;
    }

    /** {@return what the file's name says; empty when it is none of a migration} */
    Optional<ScriptName> nameOf(String fileName) {
        ResourceName name = naming.parse(fileName);
        return name.isValid() ? Optional.of(naming.nameOf(name, fileName)) : Optional.empty();
    }

    /** {@return the script of this path below its location, if it is one of the project's} */
    Optional<ScriptResource> find(String script) {
        return Optional.ofNullable(byScript.get(script));
    }

    /** {@return the script at this path on disk, as Flyway's results name it} */
    Optional<ScriptResource> at(String location) {
        return Optional.ofNullable(byLocation.get(location));
    }

    /** {@return what Flyway may see} */
    ResourceProvider visibleToFlyway() {
        return new ResourceProvider() {
            @Override
            public LoadableResource getResource(String name) {
                return scanner.getResource(name);
            }

            @Override
            public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
                return scanner.getResources(prefix, suffixes).stream()
                        .filter(resource -> !undoScripts.containsKey(resource.getRelativePath()))
                        .filter(resource -> !hidden.contains(resource.getRelativePath()))
                        .map(resource -> find(resource.getRelativePath())
                                .map(ScriptResource::resource)
                                .orElse(resource))
                        .toList();
            }
        };
    }

    /** {@return what Flyway may see when it must not run anything at its events} */
    ResourceProvider visibleWithoutCallbacks() {
        ResourceProvider all = visibleToFlyway();
        return new ResourceProvider() {
            @Override
            public LoadableResource getResource(String name) {
                return all.getResource(name);
            }

            @Override
            public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
                return all.getResources(prefix, suffixes).stream()
                        .filter(resource -> !isCallback(resource.getFilename()))
                        .toList();
            }
        };
    }

    /** {@return callbacks that are neither SQL nor Java: the names of the files that Flyway runs in a shell} */
    List<String> otherCallbacks() {
        return scanner.getResources("", "").stream()
                .map(LoadableResource::getFilename)
                .filter(name -> isCallback(name) && SHELL_SCRIPT.matcher(name).matches())
                .sorted()
                .toList();
    }

    private boolean isCallback(String fileName) {
        int separator = fileName.indexOf(configuration.getSqlMigrationSeparator());
        String name = separator < 0 ? fileName : fileName.substring(0, separator);
        int dot = name.indexOf('.');
        return Event.fromId(dot < 0 ? name : name.substring(0, dot)) != null;
    }

    /** {@return the project's classes that are migrations; the scanner looks for them in class path locations only} */
    ClassProvider<JavaMigration> classes() {
        ClassProvider<JavaMigration> ofProject = configuration.getJavaMigrationClassProvider();
        return ofProject == null ? scanner : ofProject;
    }

    private ScriptResource script(ScriptName name, LoadableResource resource) {
        var conf = Optional.ofNullable(scanner.getResource(resource.getRelativePath() + ".conf"));
        return new ScriptResource(name, resource, conf, configuration.getEncoding());
    }

    private static List<ScriptFile> ofType(List<ScriptResource> found, ScriptType type) {
        Comparator<ScriptFile> order = Comparator.comparing(
                        (ScriptFile f) -> f.name().version().orElse(null),
                        Comparator.nullsFirst(Comparator.<Version>naturalOrder()))
                .thenComparing(f -> f.name().description())
                .thenComparing(ScriptFile::location);
        return found.stream()
                .filter(script -> script.name().type() == type)
                .map(ScriptFile.class::cast)
                .sorted(order)
                .toList();
    }

    private List<ScriptSet.JavaMigration> javaMigrations() {
        return classes().getClasses().stream()
                .map(type -> {
                    ResourceName name = naming.parse(type.getSimpleName() + naming.suffix());
                    return new ScriptSet.JavaMigration(type.getName(), naming.nameOf(name, type.getSimpleName()));
                })
                .toList();
    }

    /** Flyway's name parser, taught the undo prefix by asking it a second time with that prefix for versioned ones. */
    private static final class Naming {

        private final Configuration configuration;
        private final ResourceNameParser parser;
        private final String undoPrefix;
        private ResourceNameParser undoParser;

        Naming(Configuration configuration, String undoPrefix) {
            this.configuration = configuration;
            this.undoPrefix = undoPrefix;
            this.parser = new ResourceNameParser(configuration);
        }

        /** Made when it is first needed: a configuration of Flyway's looks for all its plugins. */
        private ResourceNameParser undoParser() {
            if (undoParser == null) {
                var undo = new ClassicConfiguration(configuration.getClassLoader());
                undo.setSqlMigrationPrefix(undoPrefix);
                undo.setSqlMigrationSeparator(configuration.getSqlMigrationSeparator());
                undo.setSqlMigrationSuffixes(configuration.getSqlMigrationSuffixes());
                undoParser = new ResourceNameParser(undo);
            }
            return undoParser;
        }

        String suffix() {
            return configuration.getSqlMigrationSuffixes()[0];
        }

        ResourceName parse(String fileName) {
            ResourceName name = parser.parse(fileName);
            if (name.isValid() || !fileName.startsWith(undoPrefix)) {
                return name;
            }
            return undoParser().parse(fileName);
        }

        ScriptName nameOf(ResourceName name, LoadableResource resource) {
            return nameOf(name, resource.getFilename());
        }

        ScriptName nameOf(ResourceName name, String fileName) {
            ScriptType type = typeOf(name);
            var version = type == ScriptType.VERSIONED || type == ScriptType.UNDO
                    ? Version.parse(name.getVersion().getVersion())
                    : Optional.<Version>empty();
            String description = type == ScriptType.CALLBACK
                    ? (name.getPrefix() + " " + name.getDescription()).strip()
                    : name.getDescription();
            return new ScriptName(type, version, description, fileName);
        }

        private ScriptType typeOf(ResourceName name) {
            String prefix = name.getPrefix();
            if (Event.fromId(prefix) != null) {
                return ScriptType.CALLBACK;
            }
            if (prefix.equals(configuration.getRepeatableSqlMigrationPrefix())) {
                return ScriptType.REPEATABLE;
            }
            return prefix.equals(configuration.getSqlMigrationPrefix()) ? ScriptType.VERSIONED : ScriptType.UNDO;
        }
    }
}
