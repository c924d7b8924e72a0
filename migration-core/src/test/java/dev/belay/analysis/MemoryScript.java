package dev.belay.analysis;

import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import java.util.Optional;

/** A script whose text the test gives. */
record MemoryScript(ScriptName name, String script, String location, String text, Optional<String> conf)
        implements ScriptFile {}
