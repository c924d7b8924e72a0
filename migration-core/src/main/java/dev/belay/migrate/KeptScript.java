package dev.belay.migrate;

import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.util.Optional;

/**
 * A script whose text was kept in the database when it was applied.
 *
 * @param name what its file's name said
 * @param script its path below its location
 * @param text as it was in the file
 * @param conf the text of its {@code .conf} file
 */
record KeptScript(ScriptName name, String script, String text, Optional<String> conf) implements ScriptFile {

    /** @param key the version of a versioned or undo script; not read of a repeatable one */
    static KeptScript of(ScriptType type, String key, String description, String script, String text, String conf) {
        Optional<Version> version = type == ScriptType.REPEATABLE ? Optional.empty() : Version.parse(key);
        var name = new ScriptName(type, version, description, script.substring(script.lastIndexOf('/') + 1));
        return new KeptScript(name, script, text, Optional.ofNullable(conf));
    }

    @Override
    public String location() {
        return script + " (kept in belay.script)";
    }
}
