package dev.belay.outcome;

import java.util.regex.Pattern;

/** A text as one word of a POSIX shell, for commands that people copy. */
public final class ShellWord {

    /** What a shell takes as it is. */
    private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+=,~-]+");

    private ShellWord() {}

    /** {@return the text, quoted where a shell would read it otherwise} */
    public static String of(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
