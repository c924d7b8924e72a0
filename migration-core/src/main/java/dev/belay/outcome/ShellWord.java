package dev.belay.outcome;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text as one word of the shell of this machine, for commands that people copy: a POSIX shell, on Windows cmd. A name
 * between percent signs is replaced by cmd whatever is around it.
 */
public final class ShellWord {

    /** What a POSIX shell takes as it is; a tilde at the beginning is somebody's home. */
    private static final Pattern PLAIN = Pattern.compile("(?!~)[\\w./:@%+=,~-]+");

    /** What cmd takes as it is, and batch files, such as {@code mvn.cmd}, behind an equals sign. */
    private static final Pattern PLAIN_TO_CMD = Pattern.compile("[\\w./:@+=~\\\\-]+");

    /** Backslashes before a quote, or before the end, which is one: a program would take the last for an escape. */
    private static final Pattern BEFORE_QUOTE = Pattern.compile("(\\\\*)(\"|$)");

    private ShellWord() {}

    /** {@return the text, quoted where the shell would read it otherwise} */
    public static String of(String text) {
        return of(text, System.getProperty("os.name"));
    }

    /**
     * {@return the same for another machine}
     *
     * @param system Java's {@code os.name}
     */
    static String of(String text, String system) {
        return system.toLowerCase(Locale.ROOT).startsWith("windows") ? toCmd(text) : toPosix(text);
    }

    private static String toPosix(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Programs read their command line as CommandLineToArgvW does, and Java's launcher too. */
    private static String toCmd(String text) {
        if (PLAIN_TO_CMD.matcher(text).matches()) {
            return text;
        }
        String escaped = BEFORE_QUOTE
                .matcher(text)
                .replaceAll(found -> found.group(1).replace("\\", "\\\\\\\\")
                        + (found.group(2).isEmpty() ? "" : "\\\\\""));
        return "\"" + escaped + "\"";
    }
}
