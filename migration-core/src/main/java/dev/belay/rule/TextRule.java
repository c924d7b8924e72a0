package dev.belay.rule;

import dev.belay.finding.Finding;
import dev.belay.parse.ParsedScript;
import dev.belay.script.ScriptFile;
import java.util.List;

/** A rule about a script as a text; it judges scripts of every type. */
public non-sealed interface TextRule extends Rule {

    /** {@return what is wrong with the text, mostly nothing} */
    List<Finding> check(ScriptFile script, ParsedScript parsed);
}
