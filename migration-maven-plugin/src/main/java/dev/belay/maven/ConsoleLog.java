package dev.belay.maven;

import java.nio.charset.Charset;
import java.util.Map;
import org.apache.maven.plugin.logging.Log;

/**
 * Maven's log, in letters that the console has. Build machines often have the locale POSIX, where Java prints a question
 * mark for whatever is not ASCII.
 *
 * @param maven where lines go
 * @param console what standard output can show
 */
record ConsoleLog(Log maven, Charset console) {

    private static final Map<String, String> PLAIN = Map.of("·", "-", "…", "...");

    /** Maven's log on this JVM's standard output. */
    ConsoleLog(Log maven) {
        this(maven, standardOutput());
    }

    private static Charset standardOutput() {
        // stdout.encoding is Java 19's name; without either, standard output has the default charset
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        return name == null ? Charset.defaultCharset() : Charset.forName(name);
    }

    /** {@return the text, with plain signs in place of those that the console lacks} */
    String printable(String text) {
        String printable = text;
        for (Map.Entry<String, String> sign : PLAIN.entrySet()) {
            if (!console.newEncoder().canEncode(sign.getKey())) {
                printable = printable.replace(sign.getKey(), sign.getValue());
            }
        }
        return printable;
    }

    void debug(String line) {
        if (maven.isDebugEnabled()) {
            maven.debug(printable(line));
        }
    }

    void info(String line) {
        maven.info(printable(line));
    }

    void warn(String line) {
        maven.warn(printable(line));
    }

    void error(String line) {
        maven.error(printable(line));
    }
}
