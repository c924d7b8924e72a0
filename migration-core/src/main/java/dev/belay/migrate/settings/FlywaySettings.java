package dev.belay.migrate.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A project's Flyway settings, merged from all places where they can stand.
 *
 * @param settings by {@code flyway.*} key, sorted; never a target: {@code flyway.url}, {@code user} and {@code password}
 *     are not among them
 * @param sources where settings were found, weakest first, for {@code -X}
 * @param notes what was found and is not used, one sentence each, without values
 */
public record FlywaySettings(Map<String, Setting> settings, List<String> sources, List<String> notes) {

    /** The prefix of undo scripts; Flyway's open-source edition does not know the setting, Belay does. */
    static final String UNDO_PREFIX = "flyway.undoSqlMigrationPrefix";

    /** The flyway-maven-plugin's folder for relative paths, in place of the project's. */
    static final String WORKING_DIRECTORY = "flyway.workingDirectory";

    public FlywaySettings {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        sources = List.copyOf(sources);
        notes = List.copyOf(notes);
    }

    /** {@return the values by {@code flyway.*} key; they may hold secrets} */
    public Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        settings.forEach((key, setting) -> values.put(key, setting.value()));
        return Collections.unmodifiableMap(values);
    }

    /** {@return the value of a {@code flyway.*} key, if it is set} */
    public Optional<String> value(String key) {
        return Optional.ofNullable(settings.get(key)).map(Setting::value);
    }

    /** {@return the prefix of undo scripts, {@code U} unless the project says otherwise} */
    public String undoPrefix() {
        return value(UNDO_PREFIX).filter(prefix -> !prefix.isBlank()).orElse("U");
    }

    /** {@return whether classes of the project are named (callbacks, resolvers), so that its class path is needed} */
    public boolean namesClasses() {
        return value("flyway.callbacks").filter(names -> !names.isBlank()).isPresent()
                || value("flyway.resolvers").filter(names -> !names.isBlank()).isPresent();
    }

    @Override
    public String toString() {
        return "FlywaySettings[" + settings.keySet() + " from " + sources + "]";
    }
}
