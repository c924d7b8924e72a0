package dev.belay.migrate;

import dev.belay.outcome.PreviewOutcome.Inputs;
import dev.belay.script.ScriptFile;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.flywaydb.core.api.configuration.Configuration;

/** What a run takes besides its scripts, and that makes another run of them: callbacks, and the values of placeholders. */
final class PlanInputs {

    /** A few milliseconds for each value: of a password in a placeholder, a plan that is passed around tells nothing soon. */
    private static final int ROUNDS = 20_000;

    private static final int BITS = 256;

    private final Configuration configuration;
    private final List<ScriptFile> callbacks;

    PlanInputs(MigrationProject project) {
        this.configuration = project.configuration();
        this.callbacks = configuration.isSkipDefaultCallbacks()
                ? List.of()
                : project.callbackCatalog().scripts().callbacks();
    }

    /** {@return what a run of these scripts takes} Values that Flyway fills in, such as the time, are left out. */
    Inputs of(List<ScriptFile> scripts) {
        var digests = new TreeMap<String, String>();
        callbacks.forEach(callback -> digests.put(callback.script(), ScriptDigest.of(callback)));
        List<String> texts = Stream.concat(scripts.stream(), callbacks.stream())
                .map(script -> script.text().toLowerCase(Locale.ROOT))
                .toList();
        var values = new TreeMap<String, String>();
        configuration.getPlaceholders().forEach((name, value) -> {
            String written = configuration.getPlaceholderPrefix() + name + configuration.getPlaceholderSuffix();
            if (texts.stream().anyMatch(text -> text.contains(written.toLowerCase(Locale.ROOT)))) {
                values.put(name, hash(name, value));
            }
        });
        return new Inputs(digests, values);
    }

    /** Salted with the name only, since the same value has to be the same again. */
    private static String hash(String name, String value) {
        try {
            // a key must not be empty, and a value may be
            var key = new PBEKeySpec(
                    ("=" + value).toCharArray(), ("belay " + name).getBytes(StandardCharsets.UTF_8), ROUNDS, BITS);
            return HexFormat.of()
                    .formatHex(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(key)
                            .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // the algorithm comes with Java
        }
    }

    /** {@return the files of scripts that are ready to run} */
    static List<ScriptFile> files(Stream<PreparedScript> scripts) {
        return scripts.map(PreparedScript::file).toList();
    }
}
