package dev.belay.migrate.settings;

import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.internal.configuration.ConfigUtils;

/** Reads {@code flyway.conf} with Flyway's own reader: its line continuations and backslashes are not Java's. */
final class ConfFiles {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");

    private ConfFiles() {}

    static SettingLayer read(Path file, Charset charset, String shownAs, Map<String, String> environment) {
        String text = SettingText.read(file, charset, shownAs);
        var values = new TreeMap<String, String>();
        // raw: Flyway would put in the variables of this process, we put in those we were given
        ConfigUtils.loadConfigurationFromReader(new StringReader(text), true).forEach((key, value) -> {
            if (key.startsWith("flyway.")) {
                values.put(key, expand(value, environment));
            }
        });
        return SettingLayer.strict(shownAs, values);
    }

    /** As Flyway does it: a variable that is not set is the empty string. */
    private static String expand(String value, Map<String, String> environment) {
        return VARIABLE.matcher(value)
                .replaceAll(match -> Matcher.quoteReplacement(environment.getOrDefault(match.group(1), "")));
    }
}
