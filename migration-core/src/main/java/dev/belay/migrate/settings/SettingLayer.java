package dev.belay.migrate.settings;

import java.util.Map;

/**
 * The settings of one source, before they are merged.
 *
 * @param source as messages name it
 * @param strict whether a key that nobody knows is a mistake there. It is not among POM properties, which are free
 *     ({@code flyway.core.version}), nor where Maven or Spring ignore it themselves
 * @param values by {@code flyway.*} key
 * @param missing for keys whose value names something that is not set: key to the name of it
 */
record SettingLayer(String source, boolean strict, Map<String, String> values, Map<String, String> missing) {

    static SettingLayer strict(String source, Map<String, String> values) {
        return new SettingLayer(source, true, values, Map.of());
    }
}
