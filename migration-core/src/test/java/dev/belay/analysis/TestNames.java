package dev.belay.analysis;

import dev.belay.script.ScriptName;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flyway's default naming, as far as tests use it. */
public final class TestNames {

    private static final Pattern NAME = Pattern.compile("(?:([VU])([0-9._]+?)|R|(beforeMigrate))__(\\w+)\\.sql");

    private TestNames() {}

    public static Optional<ScriptName> read(String fileName) {
        Matcher matcher = NAME.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ScriptName(
                type(matcher),
                Optional.ofNullable(matcher.group(2)).map(Version::of),
                matcher.group(4).replace('_', ' '),
                fileName));
    }

    private static ScriptType type(Matcher matcher) {
        if (matcher.group(3) != null) {
            return ScriptType.CALLBACK;
        }
        if (matcher.group(1) == null) {
            return ScriptType.REPEATABLE;
        }
        return matcher.group(1).equals("V") ? ScriptType.VERSIONED : ScriptType.UNDO;
    }
}
