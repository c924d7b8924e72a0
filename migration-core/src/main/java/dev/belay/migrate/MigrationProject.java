package dev.belay.migrate;

import dev.belay.migrate.settings.FlywayConfiguration;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.ResolvedLocations;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.parse.Placeholders;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptNaming;
import dev.belay.script.ScriptSet;
import dev.belay.script.Version;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;

/** A project's scripts and its Flyway settings; no database is needed to have one. */
public final class MigrationProject {

    private final ClassicConfiguration configuration;
    private final String undoPrefix;
    private final ScriptCatalog catalog;
    private final boolean scratch;

    /**
     * Opens a project.
     *
     * @param settings its Flyway settings
     * @param locations where its scripts are
     * @param classLoader sees its classes where it has migrations in Java, else any
     * @throws RefusalException when a setting is not one that Flyway takes
     */
    public static MigrationProject open(FlywaySettings settings, ResolvedLocations locations, ClassLoader classLoader) {
        return new MigrationProject(
                FlywayConfiguration.create(settings, locations, classLoader), settings.undoPrefix());
    }

    /**
     * Finds the scripts.
     *
     * @param configuration without a data source
     * @param undoPrefix what undo scripts begin with, {@code U} unless the project says otherwise
     */
    MigrationProject(ClassicConfiguration configuration, String undoPrefix) {
        this.configuration = configuration;
        FlywayLog.receiveFor(configuration);
        this.undoPrefix = undoPrefix;
        this.catalog = new ScriptCatalog(configuration, undoPrefix);
        this.scratch = false;
    }

    private MigrationProject(
            MigrationProject project, ClassicConfiguration configuration, ScriptCatalog catalog, boolean scratch) {
        this.configuration = configuration;
        this.undoPrefix = project.undoPrefix;
        this.catalog = catalog;
        this.scratch = scratch;
    }

    /**
     * {@return the same project for a scratch database, on which scripts are applied in two goes: first without some of
     * them, then all} What it says about the histories of real databases is left out: order, targets, agreement. Objects
     * that are there before the first script are taken for a base that the scripts build on.
     *
     * @param leftOut scripts that Flyway is not to see, as the history names them
     * @param former the content of others as it was before, which takes the place of what it is now
     */
    public MigrationProject forScratch(Set<String> leftOut, Map<String, byte[]> former) {
        var scratch = new ClassicConfiguration(configuration);
        FlywayLog.receiveFor(scratch);
        scratch.setOutOfOrder(true);
        scratch.setValidateOnMigrate(false);
        scratch.setTarget(MigrationVersion.LATEST);
        if (!scratch.isBaselineOnMigrate()) {
            scratch.setBaselineOnMigrate(true);
            scratch.setBaselineVersion(MigrationVersion.fromVersion("0"));
        }
        return new MigrationProject(this, scratch, catalog.hiding(leftOut, former), true);
    }

    /**
     * {@return the same project with other versioned and repeatable scripts: those that a database has applied}
     *
     * @param applied those, from files or kept texts
     * @param undo all undo scripts
     */
    MigrationProject asApplied(List<ScriptFile> applied, List<ScriptFile> undo) {
        return new MigrationProject(this, configuration, catalog.asApplied(applied, undo), scratch);
    }

    /** {@return whether it is for a scratch database, which nobody will ever take a version back from} */
    boolean isScratch() {
        return scratch;
    }

    /**
     * {@return the callbacks that run behind the last versioned script, as the history names scripts} Like repeatable
     * scripts they are written for the last version; on an earlier one they find less than they need.
     */
    public Set<String> finalCallbacks() {
        return Callbacks.behindVersions(callbackCatalog().scripts().callbacks());
    }

    /** {@return the same project for a scratch database, without {@link #finalCallbacks}} Callback locations of their own go as a whole. */
    public MigrationProject withoutFinalCallbacks() {
        var scratch = new ClassicConfiguration(configuration);
        FlywayLog.receiveFor(scratch);
        Set<String> left = finalCallbacks();
        if (!left.isEmpty() && configuration.getCallbackLocations().length > 0) {
            scratch.setSkipDefaultCallbacks(true);
        }
        return new MigrationProject(this, scratch, catalog.hiding(left, Map.of()), this.scratch);
    }

    /** {@return every script of the project's locations} */
    public ScriptSet scripts() {
        return catalog.scripts();
    }

    /** {@return how the project names its scripts} */
    public ScriptNaming naming() {
        return new ScriptNaming(
                configuration.getSqlMigrationPrefix(),
                undoPrefix,
                configuration.getRepeatableSqlMigrationPrefix(),
                configuration.getSqlMigrationSeparator(),
                configuration.getSqlMigrationSuffixes()[0]);
    }

    /** {@return what the project's scripts are encoded in, unless their {@code .conf} says otherwise} */
    public Charset encoding() {
        return configuration.getEncoding();
    }

    /** {@return the version below which an existing database gets nothing, where the project has such databases} */
    public Optional<Version> baseline() {
        return configuration.isBaselineOnMigrate()
                ? Version.parse(configuration.getBaselineVersion().getVersion())
                : Optional.empty();
    }

    /** {@return the same project, its locations looked through again} */
    public MigrationProject lookedThroughAgain() {
        return new MigrationProject(configuration, undoPrefix);
    }

    /**
     * {@return the same project without any script} With it a history can be read that Flyway would refuse to read beside
     * the scripts, two of them having one version.
     */
    public MigrationProject withoutScripts() {
        var bare = new ClassicConfiguration(configuration);
        bare.setLocationsAsStrings();
        bare.setCallbackLocationsAsStrings();
        return new MigrationProject(bare, undoPrefix);
    }

    /** {@return the same project with the scripts of another folder besides its own} */
    public MigrationProject with(Path folder) {
        var more = new ClassicConfiguration(configuration);
        more.setLocationsAsStrings(Stream.concat(
                        Arrays.stream(configuration.getLocations()).map(Location::toString),
                        Stream.of("filesystem:" + folder.toAbsolutePath()))
                .toArray(String[]::new));
        return new MigrationProject(more, undoPrefix);
    }

    /** {@return what a file's name says under the project's naming; empty when it is none of a migration} */
    public Optional<ScriptName> nameOf(String fileName) {
        return catalog.nameOf(fileName);
    }

    /**
     * Reads a script without a server, with {@link #offlinePlaceholders}.
     *
     * @throws RefusalException when it cannot be decoded, a placeholder has no value or its {@code .conf} is wrong
     */
    public PreparedScript read(ScriptFile script) {
        return new ScriptPreparer(configuration, offlinePlaceholders()).prepare(script);
    }

    /** {@return the name of Flyway's history table, without its schema} */
    public String historyTableName() {
        return configuration.getTable();
    }

    /** {@return the schema in which a script's unqualified names are looked for: Flyway's default schema, else public} */
    public String defaultSchema() {
        return FlywayPlaceholders.defaultSchema(configuration);
    }

    /**
     * {@return what, beside the texts of the scripts, decides what they do to an empty database} Secrets are among the
     * values of placeholders: it is for comparing, not for showing.
     */
    public List<String> essence() {
        var parts = new ArrayList<String>();
        parts.add(String.valueOf(configuration.getDefaultSchema()));
        parts.add(String.join(",", configuration.getSchemas()));
        parts.add(configuration.getTable());
        parts.add(String.valueOf(configuration.getInitSql()));
        parts.add(configuration.isGroup() + "," + configuration.isExecuteInTransaction() + ","
                + configuration.isPlaceholderReplacement());
        new TreeMap<>(configuration.getPlaceholders()).forEach((name, value) -> parts.add(name + "=" + value));
        catalog.scripts().java().forEach(migration -> parts.add(migration.className() + " " + classBytes(migration)));
        return parts;
    }

    private String classBytes(ScriptSet.JavaMigration migration) {
        String file = migration.className().replace('.', '/') + ".class";
        try (var in = configuration.getClassLoader().getResourceAsStream(file)) {
            return in == null ? "" : Base64.getEncoder().encodeToString(in.readAllBytes());
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of("the class " + migration.className() + " cannot be read: " + e.getMessage(), "build it"),
                    e);
        }
    }

    /** {@return the placeholders with stand-ins for what only a server knows} */
    public Placeholders offlinePlaceholders() {
        return FlywayPlaceholders.offline(configuration);
    }

    /** {@return how many seconds a run waits for the run lock: Flyway's {@code lockRetryCount}; empty: for ever} */
    public Optional<Integer> lockWaitSeconds() {
        int retries = configuration.getLockRetryCount();
        return retries < 0 ? Optional.empty() : Optional.of(retries);
    }

    /**
     * Refuses what no database can cure: two scripts of one version, misnamed files when the project forbids them.
     *
     * @throws RefusalException naming every offender
     */
    public void requireSound() {
        ScriptSet scripts = catalog.scripts();
        ScriptSoundness.refuseSameNames(scripts);
        if (configuration.isValidateMigrationNaming()) {
            ScriptSoundness.refuseMisnamed(scripts);
        }
    }

    Configuration configuration() {
        return configuration;
    }

    ScriptCatalog catalog() {
        return catalog;
    }

    /** {@return where the callbacks are: the project's locations, unless Flyway's {@code callbackLocations} names others} */
    ScriptCatalog callbackCatalog() {
        if (configuration.getCallbackLocations().length == 0) {
            return catalog;
        }
        var elsewhere = new ClassicConfiguration(configuration);
        elsewhere.setLocations(configuration.getCallbackLocations());
        return new ScriptCatalog(elsewhere, undoPrefix);
    }

    /** {@return the versions that have an undo script} */
    public Set<Version> undoVersions() {
        return undoFiles().keySet();
    }

    /** {@return the project's undo scripts by version} */
    Map<Version, ScriptFile> undoFiles() {
        var files = new TreeMap<Version, ScriptFile>();
        catalog.scripts().undo().forEach(file -> files.put(file.name().version().orElseThrow(), file));
        return files;
    }
}
