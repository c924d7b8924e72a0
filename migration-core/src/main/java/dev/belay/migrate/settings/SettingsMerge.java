package dev.belay.migrate.settings;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts layers of settings on top of each other, weakest first. */
final class SettingsMerge {

    private final Map<String, Setting> settings = new TreeMap<>();
    private final Map<String, String> missing = new TreeMap<>();
    private final Set<String> sources = new LinkedHashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    void add(SettingLayer layer) {
        if (!layer.values().isEmpty()) {
            sources.add(layer.source());
        }
        layer.values().forEach((key, value) -> {
            switch (SettingKeys.kind(key)) {
                case USED -> put(key, value, layer);
                case TARGET ->
                    notes.add(key + " is set in " + layer.source()
                            + "; Belay takes its target from db.url and what belongs to it, see README");
                case NOT_USED -> notes.add(key + " in " + layer.source() + " is not used by Belay");
                case TOOL -> {
                    // of no meaning to a run of Belay, and no mistake either
                }
                case UNKNOWN -> unknown(key, layer);
            }
        });
    }

    void note(String note) {
        notes.add(note);
    }

    /**
     * {@return everything that was added}
     *
     * @throws RefusalException when a setting that counts refers to something that is not set
     */
    FlywaySettings result() {
        new ArrayList<>(missing.keySet()).forEach(this::missing);
        return new FlywaySettings(settings, new ArrayList<>(sources), new ArrayList<>(notes));
    }

    private void put(String key, String value, SettingLayer layer) {
        settings.put(key, new Setting(value, layer.source()));
        missing.remove(key);
        if (layer.missing().containsKey(key)) {
            missing.put(key, layer.missing().get(key));
        }
    }

    /**
     * A placeholder without a value matters only to a script that uses it, which then says so; every other setting
     * would take the run to a wrong schema or a wrong folder.
     */
    private void missing(String key) {
        String what = settings.get(key).source() + ": " + key + " refers to " + missing.get(key);
        if (SettingKeys.isPlaceholder(key)) {
            settings.remove(key);
            notes.add(what + "; the placeholder is left without a value");
            return;
        }
        throw new RefusalException(Problem.of(what, "set it, or give the setting's value: -D" + key + "=..."));
    }

    private void unknown(String key, SettingLayer layer) {
        if (layer.strict()) {
            throw new RefusalException(
                    Problem.of(layer.source() + ": Flyway has no setting " + key, SettingKeys.remedy(key)));
        }
        notes.add(key + " in " + layer.source() + " is no setting of Flyway's and is ignored");
    }
}
