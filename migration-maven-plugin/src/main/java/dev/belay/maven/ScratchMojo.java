package dev.belay.maven;

import dev.belay.validation.AssertionFile;
import dev.belay.validation.AssertionFiles;
import dev.belay.validation.Assertions;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/** A goal that tries scripts on a scratch server. */
abstract class ScratchMojo extends DatabaseMojo {

    /** Read by Maven's logger when pgCodeKeeper asks for one: it tells of every schema that it reads, at level info. */
    private static final String COMPARISON_LOG = "org.slf4j.simpleLogger.log.org.pgcodekeeper";

    /**
     * Where pending scripts are tried: {@code embedded}, the URL of a server on which databases may be created, a
     * container image such as {@code postgres:17}, or {@code none} to judge them by their text alone.
     */
    // read by DeclaredConfiguration: a URL may hold a password
    @Parameter(property = "db.scratch")
    @SuppressWarnings("unused")
    private PlexusConfiguration scratch;

    /**
     * What a scratch database is made from: {@code history}, the scripts that are not pending, or {@code target}, the
     * schema of the database that {@code db.url} names, read with pg_dump.
     */
    @Parameter(property = "db.scratch.from", defaultValue = "history")
    private String scratchFrom;

    /** A file of SQL that is run first on the scratch database: roles, extensions, a base schema made elsewhere. */
    @Parameter(property = "db.scratch.init")
    private String scratchInit;

    /**
     * Runs the scripts as a superuser of the scratch server. They may then do anything to the machine that it runs on, as
     * the user that it runs as.
     */
    // read by DeclaredConfiguration
    @Parameter(property = "db.scratch.superuser", defaultValue = "false")
    @SuppressWarnings("unused")
    private String scratchSuperuser;

    /** For one statement on the scratch server, such as {@code 30s}. */
    @Parameter(property = "db.scratch.timeout", defaultValue = "30s")
    private String scratchTimeout;

    /** Before schemas are compared. */
    static void quietComparison() {
        if (System.getProperty(COMPARISON_LOG) == null) {
            System.setProperty(COMPARISON_LOG, "warn");
        }
    }

    /** {@return what must hold of the data, as the files beside the scripts say} */
    final List<AssertionFile> assertions(Goal goal, ProjectScripts scripts) {
        return Assertions.find(
                goal.baseDirectory(),
                scripts.locations().directories(),
                scripts.project().offlinePlaceholders());
    }

    /** {@return the rows to begin with, as the files beside the scripts insert them} */
    final List<AssertionFile> seeds(Goal goal, ProjectScripts scripts) {
        return AssertionFiles.find(
                "seed",
                goal.baseDirectory(),
                scripts.locations().directories(),
                scripts.project().offlinePlaceholders());
    }

    /** {@return the parameters of the scratch server} */
    final ScratchParameters scratch(Goal goal, TypedParameters typed) {
        var declared = new DeclaredConfiguration(goal);
        return new ScratchParameters(
                declared.value("scratch").filter(value -> !value.isBlank()).orElse("embedded"),
                typed.text("db.scratch.from", scratchFrom).orElse("history"),
                typed.text("db.scratch.init", scratchInit),
                Choice.truth("db.scratch.superuser", declared.value("scratchSuperuser", "db.scratch.superuser")),
                typed.text("db.scratch.timeout", scratchTimeout).orElse("30s"));
    }
}
