package dev.belay.script;

import java.util.Optional;

/** A migration script as found in a location. Its text is read when it is asked for. */
public interface ScriptFile {

    /** {@return what its name says} */
    ScriptName name();

    /** {@return its path below its location, with {@code /}, as the history table names it} */
    String script();

    /** {@return its path on disk, or inside a jar} */
    String location();

    /**
     * {@return its text, decoded, without a byte order mark, line ends as they are}
     *
     * @throws dev.belay.outcome.BelayException naming file and line when it cannot be read or decoded
     */
    String text();

    /** {@return the text of its {@code .conf} file, where there is one} */
    Optional<String> conf();
}
