package dev.belay.migrate;

import dev.belay.script.ScriptFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * The SQL scripts that Flyway runs at its events, found where Flyway looks for them and in the order in which it runs
 * those of one event ({@code DefaultCallbackExecutor} sorts them by description).
 *
 * @param scripts all of them
 * @param others names of callbacks that are not SQL
 */
record Callbacks(List<PreparedScript> scripts, List<String> others) {

    private static final Set<String> BEHIND_VERSIONS = Stream.of(
                    Event.AFTER_VERSIONED,
                    Event.BEFORE_REPEATABLES,
                    Event.AFTER_MIGRATE_APPLIED,
                    Event.AFTER_MIGRATE,
                    Event.AFTER_MIGRATE_OPERATION_FINISH)
            .map(Event::getId)
            .collect(Collectors.toUnmodifiableSet());

    static Callbacks of(MigrationProject project, ScriptPreparer preparer) {
        Configuration configuration = project.configuration();
        ScriptCatalog catalog = project.callbackCatalog();
        List<PreparedScript> scripts = configuration.isSkipDefaultCallbacks()
                ? List.of()
                : catalog.scripts().callbacks().stream()
                        .sorted(Comparator.comparing(Callbacks::description))
                        .map(preparer::prepare)
                        .toList();
        var others = new ArrayList<>(catalog.otherCallbacks());
        Stream.of(configuration.getCallbacks())
                .map(callback -> callback.getClass().getName())
                .forEach(others::add);
        return new Callbacks(scripts, List.copyOf(others));
    }

    /** {@return the scripts of one event, in order} */
    List<PreparedScript> at(Event event) {
        return scripts.stream()
                .filter(script -> event(script.file()).equals(event.getId()))
                .toList();
    }

    /** {@return whether one of these events has a script} */
    boolean any(Event... events) {
        return Arrays.stream(events).anyMatch(event -> !at(event).isEmpty());
    }

    /** {@return the names of those that run once the last versioned script has run} */
    static Set<String> behindVersions(List<ScriptFile> callbacks) {
        return callbacks.stream()
                .filter(callback -> BEHIND_VERSIONS.contains(event(callback)))
                .map(ScriptFile::script)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String event(ScriptFile file) {
        return words(file)[0];
    }

    private static String description(ScriptFile file) {
        String[] words = words(file);
        return words.length > 1 ? words[1] : "";
    }

    private static String[] words(ScriptFile file) {
        return file.name().description().split(" ", 2);
    }
}
