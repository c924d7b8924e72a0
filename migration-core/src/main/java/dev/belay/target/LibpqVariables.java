package dev.belay.target;

import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.LibpqParameters;
import dev.belay.postgres.PostgresUrl;
import dev.belay.target.TargetRules.NamedDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The environment's variables that name a database: {@code DATABASE_URL} and libpq's.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-envars.html">libpq's environment variables</a>
 */
final class LibpqVariables {

    /** Those that say which database is meant; the others only say how to connect. */
    private static final List<String> NAMING = List.of("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE");

    /** How securely to connect, and for how long to try. */
    private static final Map<String, String> SECURITY = Map.of(
            "PGSSLMODE", "sslmode",
            "PGSSLROOTCERT", "sslrootcert",
            "PGSSLCERT", "sslcert",
            "PGSSLKEY", "sslkey",
            "PGSSLNEGOTIATION", "sslnegotiation",
            "PGCHANNELBINDING", "channel_binding",
            "PGREQUIREAUTH", "require_auth",
            "PGGSSENCMODE", "gssencmode",
            "PGCONNECT_TIMEOUT", "connect_timeout");

    private static final Map<String, String> PLACE = Map.of(
            "PGHOST", "host",
            "PGHOSTADDR", "hostaddr",
            "PGPORT", "port",
            "PGDATABASE", "dbname",
            "PGOPTIONS", "options",
            "PGTARGETSESSIONATTRS", "target_session_attrs",
            "PGLOADBALANCEHOSTS", "load_balance_hosts");

    private final TargetInputs inputs;

    LibpqVariables(TargetInputs inputs) {
        this.inputs = inputs;
    }

    /** {@return what DATABASE_URL names} */
    Optional<NamedDatabase> databaseUrl() {
        return inputs.variable("DATABASE_URL").map(url -> {
            if (url.isBlank()) {
                throw lost("DATABASE_URL");
            }
            return new NamedDatabase(PostgresUrl.parse(url, "DATABASE_URL"), "DATABASE_URL");
        });
    }

    /** {@return what libpq's variables name, as libpq reads them: a service's parameters come before variables} */
    Optional<NamedDatabase> database() {
        var named = NAMING.stream()
                .filter(name -> inputs.variable(name).isPresent())
                .toList();
        if (named.isEmpty()) {
            return Optional.empty();
        }
        named.stream().filter(name -> inputs.filled(name).isEmpty()).findFirst().ifPresent(name -> {
            throw lost(name);
        });
        String source = String.join(", ", named);
        var parameters = new TreeMap<String, String>();
        parameters.putAll(values(SECURITY));
        parameters.putAll(values(PLACE));
        inputs.filled("PGSERVICE").ifPresent(name -> {
            var service = new ServiceFile(inputs).parameters(name);
            if (service.containsKey("host") && !service.containsKey("hostaddr")) {
                parameters.remove("hostaddr");
            }
            parameters.putAll(service);
        });
        return Optional.of(new NamedDatabase(LibpqParameters.toSettings(parameters, source), source));
    }

    /** {@return the driver's properties that hold where a URL says nothing else} */
    Map<String, String> securityDefaults() {
        ConnectionSettings settings = LibpqParameters.toSettings(values(SECURITY), "the environment");
        return settings.properties();
    }

    private Map<String, String> values(Map<String, String> names) {
        var values = new TreeMap<String, String>();
        names.forEach(
                (variable, parameter) -> inputs.filled(variable).ifPresent(value -> values.put(parameter, value)));
        return values;
    }

    private static RuntimeException lost(String variable) {
        return TargetRules.refusal(
                "the environment variable " + variable + " is there but blank",
                "Give it a value (is a secret missing?), or unset it to work on the embedded database.");
    }
}
