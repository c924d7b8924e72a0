package dev.belay.command;

import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import java.util.Optional;

/**
 * A script that is not on disk yet.
 *
 * @param location where it would be
 */
record UnwrittenScript(ScriptName name, String location, String text, Optional<String> conf) implements ScriptFile {

    @Override
    public String script() {
        return name.fileName();
    }
}
