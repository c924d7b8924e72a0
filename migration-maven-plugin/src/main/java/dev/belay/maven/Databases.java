package dev.belay.maven;

import dev.belay.command.DatabaseRequest;
import dev.belay.migrate.MigrationProject;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Progress;
import dev.belay.postgres.PostgresUrl;
import dev.belay.postgres.Secret;
import dev.belay.server.BinariesSource;
import dev.belay.target.Target;
import dev.belay.target.Target.EmbeddedTarget;
import dev.belay.target.Target.NamedTarget;
import dev.belay.target.TargetInputs;
import dev.belay.target.TargetRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** From a goal's parameters to the database it works on; {@link TargetRules} decides. */
final class Databases {

    private final Goal goal;
    private final SettingsDecrypter decrypter;
    private final BinariesSource binaries;
    private final Progress progress;

    Databases(Goal goal, SettingsDecrypter decrypter, BinariesSource binaries, Progress progress) {
        this.goal = goal;
        this.decrypter = decrypter;
        this.binaries = binaries;
        this.progress = progress;
    }

    /** {@return the database; empty when the goal does without and none is named} */
    Optional<DatabaseRequest> find(ConnectionParameters parameters, MigrationProject project) {
        Target target = TargetRules.resolve(inputs(parameters));
        if (target instanceof NamedTarget named) {
            warnOfPasswordInPom();
            named.warnings().forEach(goal.log()::warn);
            goal.log().debug(goal.name() + " works on the database that " + named.source() + " names");
            return Optional.of(new DatabaseRequest(project, named.settings(), false, named.environment(), progress));
        }
        if (target instanceof EmbeddedTarget embedded) {
            var connection = EmbeddedDatabases.of(goal)
                    .connection(goal, parameters.major(), binaries, progress, embedded.reason());
            return Optional.of(new DatabaseRequest(project, connection, true, embedded.environment(), progress));
        }
        return Optional.empty();
    }

    /** {@return every database that may have applied the project's scripts: a named one, and the embedded ones it has} */
    List<DatabaseRequest> known(ConnectionParameters parameters, MigrationProject project) {
        var known = new ArrayList<DatabaseRequest>();
        find(parameters, project).ifPresent(known::add);
        EmbeddedDatabases.of(goal)
                .kept(goal, binaries, progress, "it may have applied the scripts")
                .forEach(connection ->
                        known.add(new DatabaseRequest(project, connection, true, Environment.DEVELOPMENT, progress)));
        return known;
    }

    /**
     * Once per build. Under {@code -X} Maven itself prints what the POM has, and what it has put there for an expression
     * such as <code>${env.PASSWORD}</code>.
     */
    private void warnOfPasswordInPom() {
        var declared = new DeclaredConfiguration(goal);
        boolean written = declared.isWritten("password") || declared.isWritten("url") && urlHasPassword(declared);
        boolean printed = goal.log().maven().isDebugEnabled()
                && (isPutByMaven(declared, "password") || isPutByMaven(declared, "url") && urlHasPassword(declared));
        if ((written || printed)
                && goal.perBuild(PasswordWarning.class, PasswordWarning::new).first()) {
            goal.log()
                    .warn((written
                                    ? "The database's password is written into the POM: whoever reads the POM has it, and Maven"
                                            + " prints it under -X."
                                    : "Maven itself prints the password that the POM takes from elsewhere: keep this log secret.")
                            + " Put it into a <server> of settings.xml and name that with db.serverId.");
        }
    }

    /** What is an expression still, Maven prints as it is written. */
    private static boolean isPutByMaven(DeclaredConfiguration declared, String name) {
        return declared.inPom(name)
                .filter(value -> !value.isBlank() && !value.contains("${"))
                .isPresent();
    }

    private static boolean urlHasPassword(DeclaredConfiguration declared) {
        return declared.value("url")
                .filter(url -> PostgresUrl.parse(url, "db.url").password().isPresent())
                .isPresent();
    }

    private TargetInputs inputs(ConnectionParameters parameters) {
        var declared = new DeclaredConfiguration(goal);
        return new TargetInputs(
                goal.name(),
                !goal.isTyped(),
                declared.value("url"),
                declared.isOwn("url"),
                parameters.user(),
                declared.value("password").map(Secret::new),
                parameters
                        .serverId()
                        .map(id -> new ServerSettings(goal.session().getSettings(), decrypter).credentials(id)),
                parameters.environment(),
                parameters.embedded(),
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.getProperty("user.name"),
                System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows"));
    }

    /** Whether a build has been warned. */
    private record PasswordWarning(AtomicBoolean said) {

        PasswordWarning() {
            this(new AtomicBoolean());
        }

        boolean first() {
            return said.compareAndSet(false, true);
        }
    }
}
