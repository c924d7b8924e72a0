package dev.belay.parse;

import dev.belay.script.QualifiedName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names as PostgreSQL understands them ({@code src/backend/parser/scansup.c}). */
final class Names {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:\\\\|([0-9a-fA-F]{4})|\\+([0-9a-fA-F]{6}))");

    private Names() {}

    /** {@return the value of a name's token: folded or unquoted} */
    static String value(Token token) {
        String written = token.written();
        if (token.kind() == Token.Kind.WORD) {
            return fold(written);
        }
        int quote = written.indexOf('"');
        int end = token.closed() ? written.length() - 1 : written.length();
        String value = written.substring(quote + 1, Math.max(quote + 1, end)).replace("\"\"", "\"");
        return quote == 0 ? value : unescape(value);
    }

    /** {@return what stands between dots and quotes in a qualified name as written; the database's name is left out} */
    static QualifiedName qualified(String written) {
        return new TokenCursor(written).name().orElseGet(() -> QualifiedName.of(written));
    }

    /** {@return one part of a name as written, folded or unquoted} */
    static String simple(String written) {
        return qualified(written).name();
    }

    /** In a multi-byte encoding such as UTF-8 only ASCII letters are folded. */
    static String fold(String word) {
        var folded = new StringBuilder(word);
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }

    /** {@code U&"d\0061ta"}, with the usual escape character. */
    private static String unescape(String value) {
        return ESCAPE.matcher(value).replaceAll(match -> {
            String hex = match.group(1) != null ? match.group(1) : match.group(2);
            if (hex == null) {
                return "\\\\";
            }
            int codePoint = Integer.parseInt(hex, 16);
            return Matcher.quoteReplacement(
                    Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : match.group());
        });
    }
}
