package dev.belay.target;

import dev.belay.outcome.Environment;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.PostgresUrl;
import dev.belay.target.Target.EmbeddedTarget;
import dev.belay.target.Target.NamedTarget;
import dev.belay.target.Target.NoTarget;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Decides which database a goal works on.
 *
 * <ol>
 *   <li>{@code db.url}, from the POM or typed. One that is there but blank, or still holds a <code>${...}</code>, is a
 *       lost secret and refused, whatever the goal.
 *   <li>For a typed goal also {@code DATABASE_URL}, then libpq's variables, where PGHOST, PGHOSTADDR, PGSERVICE or
 *       PGDATABASE name a database (PGUSER, PGPASSWORD and PGPORT alone name none). One that is there but blank is
 *       refused.
 *   <li>Otherwise none for {@code check}, {@code renumber} and {@code test}, and the embedded database for the other goals. That is refused when
 *       {@code db.environment} is staging or production, and for {@code upgrade} and {@code downgrade} under
 *       CI ({@link CiBuild}) unless {@code db.embedded} is set.
 * </ol>
 *
 * An upgrade or downgrade bound to a phase takes a {@code db.url} only when its own execution configures it. Setting
 * {@code db.embedded} while something names a database is a contradiction, and refused: either reading could be the
 * wrong database. The environment of a named database is production unless {@code db.environment} says otherwise.
 */
public final class TargetRules {

    private static final Set<String> CHANGING = Set.of("upgrade", "downgrade");

    /** Goals that take a database when one is named, and otherwise do without. */
    private static final Set<String> WITHOUT = Set.of("check", "renumber", "test");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^{}]*}?");

    private final TargetInputs inputs;

    private TargetRules(TargetInputs inputs) {
        this.inputs = inputs;
    }

    /**
     * Decides. Opens no connection; reads libpq's password and service files.
     *
     * @throws RefusalException saying which rule refuses, and what to do
     */
    public static Target resolve(TargetInputs inputs) {
        return new TargetRules(inputs).resolve();
    }

    private Target resolve() {
        Optional<Environment> environment = inputs.environment().map(Environments::parse);
        inputs.url().ifPresent(this::refuseLostUrl);
        Optional<NamedDatabase> named = named();
        if (named.isPresent()) {
            return target(named.get(), environment.orElse(Environment.PRODUCTION));
        }
        if (WITHOUT.contains(inputs.goal())) {
            return new NoTarget(environment.orElse(Environment.PRODUCTION));
        }
        return embedded(environment);
    }

    private void refuseLostUrl(String url) {
        if (url.isBlank()) {
            throw refusal(
                    "db.url is there but blank",
                    "Give it a value (is a secret or a property missing?), or remove it to work on the embedded database.");
        }
        var placeholder = PLACEHOLDER.matcher(url);
        if (placeholder.find()) {
            throw refusal(
                    "db.url holds " + shown(placeholder.group()) + ", which nothing resolves",
                    "Define it (an environment variable, a property, a profile), or remove db.url to work on the embedded database. A $ that belongs to a password is written %24.");
        }
    }

    /** The name of a property, but nothing that could be a piece of a password. */
    private static String shown(String placeholder) {
        return placeholder.matches("\\$\\{(env\\.)?[A-Za-z][A-Za-z0-9._-]*}") ? placeholder : "a ${...}";
    }

    private Optional<NamedDatabase> named() {
        if (ignoresUrl()) {
            return Optional.empty();
        }
        if (inputs.url().isPresent()) {
            ConnectionSettings settings = PostgresUrl.parse(inputs.url().get(), "db.url");
            return Optional.of(
                    new NamedDatabase(inputs.boundToPhase() ? settings : withLibpqDefaults(settings), "db.url"));
        }
        if (inputs.boundToPhase()) {
            return Optional.empty();
        }
        var variables = new LibpqVariables(inputs);
        return variables
                .databaseUrl()
                .map(database -> new NamedDatabase(withLibpqDefaults(database.settings()), database.source()))
                .or(variables::database);
    }

    private boolean ignoresUrl() {
        return inputs.boundToPhase() && CHANGING.contains(inputs.goal()) && !inputs.executionConfiguresUrl();
    }

    /** As libpq does, PGSSLMODE and its like hold for a URL that does not say them itself. */
    private ConnectionSettings withLibpqDefaults(ConnectionSettings settings) {
        Map<String, String> properties = new TreeMap<>(new LibpqVariables(inputs).securityDefaults());
        if (settings.properties().containsKey("ssl")) {
            properties.remove("sslmode");
        }
        properties.putAll(settings.properties());
        return new ConnectionSettings(settings.jdbcUrl(), settings.user(), settings.password(), properties);
    }

    private NamedTarget target(NamedDatabase database, Environment environment) {
        if (inputs.embedded() && !WITHOUT.contains(inputs.goal())) {
            throw refusal(
                    "db.embedded is set, and " + database.source() + " names a database",
                    "Remove one of them, so that it is clear which database is meant.");
        }
        var warnings = new ArrayList<String>();
        var settings = new Credentials(inputs, warnings).complete(database.settings());
        return new NamedTarget(settings, environment, database.source(), warnings);
    }

    private EmbeddedTarget embedded(Optional<Environment> environment) {
        if (environment.isPresent() && environment.get() != Environment.DEVELOPMENT) {
            throw refusal(
                    "db.environment is " + environment.get() + ", and " + nothingNamed(),
                    "Name the database with db.url" + (ignoresUrl() ? " in this execution's <configuration>" : "")
                            + ", or set db.environment to development to work on the embedded database.");
        }
        Optional<String> ci = new CiBuild(inputs.variables()).sign();
        if (ci.isPresent() && CHANGING.contains(inputs.goal()) && !inputs.embedded()) {
            throw refusal(
                    "this is a CI build (" + ci.get() + "), and " + nothingNamed() + ": this " + inputs.goal()
                            + " would change only an embedded database",
                    "Name the database with db.url" + (ignoresUrl() ? " in this execution's <configuration>" : "")
                            + ", or set db.embedded=true when the embedded database is what you want.");
        }
        return new EmbeddedTarget(nothingNamed(), Environment.DEVELOPMENT);
    }

    private String nothingNamed() {
        if (ignoresUrl()) {
            return "this execution is bound to a phase and configures no <url> of its own"
                    + (inputs.url().isPresent() ? " (db.url does not count here)" : "");
        }
        return inputs.boundToPhase()
                ? "db.url names no database"
                : "neither db.url nor DATABASE_URL nor PGHOST, PGHOSTADDR, PGDATABASE or PGSERVICE names a database";
    }

    static RefusalException refusal(String what, String next) {
        return new RefusalException(Problem.of(what, next).withState("No database was touched."));
    }

    /**
     * A database and what named it.
     *
     * @param settings with the credentials that came with the name
     * @param source for people
     */
    record NamedDatabase(ConnectionSettings settings, String source) {}
}
