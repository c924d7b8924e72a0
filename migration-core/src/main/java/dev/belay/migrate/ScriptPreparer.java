package dev.belay.migrate;

import dev.belay.parse.ParsedScript;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.api.configuration.Configuration;

/** Reads scripts before they run, each once, so that what is wrong with their text is found before anything is changed. */
final class ScriptPreparer {

    private final Configuration configuration;
    private final Placeholders placeholders;
    private final String separator;
    private final Map<String, PreparedScript> prepared = new HashMap<>();

    ScriptPreparer(Configuration configuration, Placeholders placeholders) {
        this.configuration = configuration;
        this.placeholders = placeholders;
        this.separator = configuration.getPlaceholderSeparator();
    }

    /**
     * Reads a script and decides how it runs: in one transaction, unless its {@code .conf}, the project's
     * {@code executeInTransaction} or one of its statements forbids it.
     *
     * @throws dev.belay.outcome.RefusalException when it cannot be decoded or a placeholder has no value
     */
    PreparedScript prepare(ScriptFile file) {
        PreparedScript known = prepared.get(file.location());
        if (known == null) {
            known = read(file);
            prepared.put(file.location(), known);
        }
        return known;
    }

    /** Lets go of a script that has run: a run of a thousand need not hold them all. */
    void forget(ScriptFile file) {
        prepared.remove(file.location());
    }

    private PreparedScript read(ScriptFile file) {
        ScriptConfig conf = ScriptConfig.of(file);
        String text = file.text();
        ParsedScript parsed = ScriptReader.parse(file.script(), text, placeholdersFor(file, conf));
        boolean inTransaction = conf.executeInTransaction()
                .orElseGet(() -> configuration.isExecuteInTransaction()
                        && parsed.statements().stream().noneMatch(Statement::autocommitOnly));
        return new PreparedScript(file, text, parsed, inTransaction);
    }

    private Placeholders placeholdersFor(ScriptFile file, ScriptConfig conf) {
        if (!conf.placeholderReplacement().orElse(configuration.isPlaceholderReplacement())) {
            return Placeholders.NONE;
        }
        var values = new HashMap<>(placeholders.values());
        values.put("flyway" + separator + "filename", file.name().fileName());
        return new Placeholders(placeholders.prefix(), placeholders.suffix(), values);
    }
}
