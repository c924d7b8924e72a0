package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptSet;
import dev.belay.script.Version;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Refuses scripts that no database can cure, naming every offender. */
final class ScriptSoundness {

    private static final String UNTOUCHED = "No database was touched.";

    private ScriptSoundness() {}

    static void refuseSameNames(ScriptSet scripts) {
        var details = new ArrayList<String>();
        details.addAll(duplicates("version ", scripts.versioned()));
        details.addAll(duplicates("undo of version ", scripts.undo()));
        details.addAll(duplicates("repeatable ", scripts.repeatable()));
        if (!details.isEmpty()) {
            throw new RefusalException(Problem.of(
                            "two scripts have the same version or description",
                            "rename one of them (a script that no database has applied yet)")
                    .withDetails(details)
                    .withState(UNTOUCHED));
        }
    }

    static void refuseMisnamed(ScriptSet scripts) {
        if (!scripts.misnamed().isEmpty()) {
            throw new RefusalException(Problem.of(
                            "files with a migration's suffix are not named as migrations",
                            "rename them, or set flyway.validateMigrationNaming=false to pass them over")
                    .withDetails(scripts.misnamed().stream()
                            .map(m -> m.location() + ": " + m.reason())
                            .toList())
                    .withState(UNTOUCHED));
        }
    }

    private static List<String> duplicates(String what, List<ScriptFile> scripts) {
        Map<Object, List<ScriptFile>> byName = new LinkedHashMap<>();
        for (ScriptFile file : scripts) {
            Object name = file.name()
                    .version()
                    .map(Object.class::cast)
                    .orElse(file.name().description());
            byName.computeIfAbsent(name, n -> new ArrayList<>(1)).add(file);
        }
        return byName.values().stream()
                .filter(same -> same.size() > 1)
                .map(same -> what + nameOf(same.get(0)) + ": "
                        + same.stream().map(ScriptFile::location).collect(Collectors.joining(" and ")))
                .toList();
    }

    private static String nameOf(ScriptFile file) {
        return file.name()
                .version()
                .map(Version::toString)
                .orElse("'" + file.name().description() + "'");
    }
}
