package dev.belay.maven;

import dev.belay.command.DatabaseRequest;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.Progress;
import dev.belay.report.Style;
import dev.belay.server.BinariesSource;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;

/** The parameters that say which database a goal works on. */
abstract class DatabaseMojo extends ScriptsMojo {

    /**
     * The database, as JDBC URL or libpq URI ({@code postgresql://user:password@host/database}). Without it, typed
     * goals look at {@code DATABASE_URL} and libpq's variables; else the project's embedded PostgreSQL is used.
     */
    // read by DeclaredConfiguration; Maven would print a String's value under -X, and of this type the expression only
    @Parameter(property = "db.url")
    @SuppressWarnings("unused")
    private PlexusConfiguration url;

    /** The role. */
    @Parameter(property = "db.user")
    private String user;

    /** The role's password. A {@code serverId} keeps it out of the POM and out of the command line. */
    @Parameter(property = "db.password")
    @SuppressWarnings("unused") // as url
    private PlexusConfiguration password;

    /** The server of settings.xml that has user and password. */
    @Parameter(property = "db.serverId")
    private String serverId;

    /**
     * What the database is for: development, staging or production; by default development for the embedded one, else
     * production.
     */
    // this and the next are read by DeclaredConfiguration, which tells blank and unresolved from not declared
    @Parameter(property = "db.environment")
    @SuppressWarnings("unused")
    private String environment;

    /** Works on the embedded PostgreSQL, also in a CI build; refused when a database is named. */
    @Parameter(property = "db.embedded", defaultValue = "false")
    @SuppressWarnings("unused")
    private String embedded;

    /** The major version of the embedded PostgreSQL: by default the target's where one is named, else 17. */
    @Parameter(property = "db.scratch.version")
    private String scratchVersion;

    @Inject
    private SettingsDecrypter decrypter;

    @Inject
    private RepositorySystem repositories;

    /** {@return the named database or the embedded one, started if it was not; empty for a goal that does without} */
    final Optional<DatabaseRequest> database(Goal goal, ProjectScripts scripts) {
        return databases(goal).find(parameters(goal), scripts.project());
    }

    /** {@return the named database, and the embedded ones that the project has; none is made} */
    final List<DatabaseRequest> knownDatabases(Goal goal, MigrationProject project) {
        return databases(goal).known(parameters(goal), project);
    }

    private Databases databases(Goal goal) {
        return new Databases(goal, decrypter, binaries(goal), progress(goal));
    }

    private ConnectionParameters parameters(Goal goal) {
        var typed = new TypedParameters(goal);
        var declared = new DeclaredConfiguration(goal);
        return new ConnectionParameters(
                typed.text("db.user", user),
                typed.text("db.serverId", serverId),
                declared.value("environment"),
                Choice.truth("db.embedded", declared.value("embedded")),
                scratchMajor(goal).orElse(ConnectionParameters.DEFAULT_MAJOR));
    }

    /** {@return the major version that was asked for} */
    final Optional<Integer> scratchMajor(Goal goal) {
        return new TypedParameters(goal)
                .text("db.scratch.version", scratchVersion)
                .map(ConnectionParameters::major);
    }

    final BinariesSource binaries(Goal goal) {
        return new MavenBinaries(goal, repositories);
    }

    /** {@return who hears of what the goal does} */
    Progress progress(Goal goal) {
        return new MavenProgress(goal, style());
    }

    final Style style() {
        return new MavenStyle();
    }
}
