package dev.belay.postgres.snapshot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is quoted in SQL that the server has written: literals, names, bodies of functions. */
final class Quotes {

    private static final Pattern DOLLARS = Pattern.compile("\\$\\w*\\$");

    private Quotes() {}

    /** {@return behind the quoted text that begins there; the same place where none begins} */
    static int end(CharSequence text, int at) {
        char c = text.charAt(at);
        if (c == '\'') {
            return closing(text, at, c, at > 0 && text.charAt(at - 1) == 'E');
        }
        if (c == '"') {
            return closing(text, at, c, false);
        }
        return c == '$' ? dollars(text, at) : at;
    }

    /** A doubled quote ends one text and begins another, which makes no difference here. */
    private static int closing(CharSequence text, int at, char quote, boolean escapes) {
        for (int i = at + 1; i < text.length(); i++) {
            if (escapes && text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static int dollars(CharSequence text, int at) {
        Matcher tag = DOLLARS.matcher(text).region(at, text.length());
        if (!tag.lookingAt()) {
            return at;
        }
        int end = text.toString().indexOf(tag.group(), tag.end());
        return end < 0 ? text.length() : end + tag.group().length();
    }
}
