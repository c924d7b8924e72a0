package dev.belay.migrate;

import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptSet;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.ClassProvider;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.ResourceName;
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
    private final ScriptNames naming;
    private final Set<String> hidden;
    private final Map<String, LoadableResource> added = new LinkedHashMap<>();

    ScriptCatalog(Configuration configuration, String undoPrefix) {
        this.configuration = configuration;
        this.hidden = Set.of();
        this.scanner = ScanFailure.orRefused(
                configuration, () -> new Scanner<>(JavaMigration.class, configuration, configuration.getLocations()));
        this.naming = new ScriptNames(configuration, undoPrefix);
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
        this.added.putAll(all.added);
        var more = new HashSet<>(all.hidden);
        more.addAll(hidden);
        this.hidden = Set.copyOf(more);
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

    private ScriptCatalog(ScriptCatalog all, List<ScriptFile> applied, List<ScriptFile> undo) {
        this.configuration = all.configuration;
        this.scanner = all.scanner;
        this.naming = all.naming;
        this.undoScripts.putAll(all.undoScripts);
        var shown = new ArrayList<ScriptResource>();
        applied.forEach(script -> shown.add(show(script, true)));
        undo.forEach(script -> shown.add(show(script, false)));
        var callbacks = all.scripts.callbacks();
        this.scripts = new ScriptSet(
                ofType(shown, ScriptType.VERSIONED),
                ofType(shown, ScriptType.UNDO),
                ofType(shown, ScriptType.REPEATABLE),
                callbacks,
                all.scripts.java(),
                List.of());
        Set<String> seen = shown.stream().map(ScriptResource::script).collect(Collectors.toSet());
        callbacks.forEach(script -> seen.add(script.script()));
        this.hidden = all.byScript.keySet().stream()
                .filter(script -> !seen.contains(script))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A text without a file is added to what Flyway sees. */
    private ScriptResource show(ScriptFile script, boolean toFlyway) {
        ScriptResource shown = script instanceof ScriptResource file ? file : kept(script);
        if (toFlyway && shown != script) {
            added.put(shown.script(), shown.resource());
            script.conf().ifPresent(conf -> added.put(shown.script() + ".conf", confOf(script, conf)));
        }
        byScript.put(shown.script(), shown);
        byLocation.put(shown.location(), shown);
        return shown;
    }

    private ScriptResource kept(ScriptFile script) {
        return new ScriptResource(
                script.name(),
                new KeptResource(script.script(), script.location(), script.text()),
                script.conf().map(conf -> confOf(script, conf)),
                configuration.getEncoding());
    }

    private static LoadableResource confOf(ScriptFile script, String conf) {
        return new KeptResource(script.script() + ".conf", script.location() + ".conf", conf);
    }

    /**
     * {@return other scripts in the place of these: what a database has applied} Callbacks and classes stay.
     *
     * @param applied versioned and repeatable ones, from files or kept texts
     * @param undo all undo scripts
     */
    ScriptCatalog asApplied(List<ScriptFile> applied, List<ScriptFile> undo) {
        return new ScriptCatalog(this, applied, undo);
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
                return added.containsKey(name) ? added.get(name) : scanner.getResource(name);
            }

            @Override
            public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
                Stream<LoadableResource> found = scanner.getResources(prefix, suffixes).stream()
                        .filter(resource -> !added.containsKey(resource.getRelativePath()))
                        .filter(resource -> !undoScripts.containsKey(resource.getRelativePath()));
                Stream<LoadableResource> kept = added.values().stream()
                        .filter(resource -> resource.getFilename().startsWith(prefix)
                                && Arrays.stream(suffixes).anyMatch(resource.getFilename()::endsWith));
                return Stream.concat(found, kept)
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
}
