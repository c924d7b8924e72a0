package dev.belay.generate;

import dev.belay.difference.Draft;
import dev.belay.generate.Generated.Loss;
import dev.belay.migrate.PreparedScript;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.script.ScriptFile;
import dev.belay.script.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes scripts of changes: one for each phase.
 *
 * @param names theirs
 * @param leftOut what the first of them holds as comments
 * @param candidates what could be renames
 */
record WrittenScripts(Generated.Names names, List<Loss> leftOut, List<Rename> candidates) {

    /** What functions name is looked for when they are called: some are made before it (pg_dump does the same). */
    private static final Change UNCHECKED = new Change(
            "-- Some of the functions name what is made below them.\nSET LOCAL check_function_bodies = off",
            Phase.CHANGES);

    /** {@return the same as {@link #of}, whose functions are not looked into when they are made} */
    List<PreparedScript> unchecked(List<Change> changes) {
        return of(Stream.concat(Stream.of(UNCHECKED), changes.stream()).toList());
    }

    /** {@return the scripts, ready to run, in the order of their phases} */
    List<PreparedScript> of(List<Change> changes) {
        Map<Phase, List<Change>> phases = new TreeMap<>();
        changes.forEach(change -> phases.computeIfAbsent(change.phase(), phase -> new ArrayList<>())
                .add(change));
        var scripts = new ArrayList<PreparedScript>();
        phases.forEach((phase, some) -> scripts.add(script(phase, some, scripts.size())));
        return scripts;
    }

    private PreparedScript script(Phase phase, List<Change> changes, int number) {
        var draft = new Draft(changes.stream()
                .sorted(Comparator.comparing(WrittenScripts::takesStrongLock))
                .map(Change::sql)
                .toList());
        var text = new GeneratedText(
                        phase, draft, number == 0 ? leftOut : List.of(), number == 0 ? candidates : List.of())
                .text();
        ScriptFile file = names.script(number, phase.words(), text, draft.conf(text));
        return prepared(file);
    }

    /** {@return a script that was written, ready to run} */
    static PreparedScript prepared(ScriptFile file) {
        var parsed = ScriptReader.parse(file.script(), file.text(), Placeholders.NONE);
        return new PreparedScript(
                file, file.text(), parsed, parsed.statements().stream().noneMatch(Statement::autocommitOnly));
    }

    /** What reads rows comes first in its phase, so that nobody waits for it behind a lock that is not needed yet. */
    private static boolean takesStrongLock(Change change) {
        String sql = change.sql().toUpperCase(Locale.ROOT);
        return change.phase() == Phase.VALIDATION && !sql.contains("VALIDATE CONSTRAINT");
    }
}
