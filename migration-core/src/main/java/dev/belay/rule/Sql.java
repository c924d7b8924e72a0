package dev.belay.rule;

import dev.belay.script.ConstraintDefinition;
import dev.belay.script.QualifiedName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pieces of the SQL that fixes consist of. */
public final class Sql {

    /** PostgreSQL's NAMEDATALEN - 1, in bytes. */
    public static final int LONGEST_NAME = 63;

    private static final Pattern PARENTHESES = Pattern.compile("\\((.*)\\)", Pattern.DOTALL);

    private Sql() {}

    /** {@return {@code ALTER TABLE name action;}} */
    public static String alter(QualifiedName table, String action) {
        return "ALTER TABLE " + SqlName.of(table) + " " + action + ";";
    }

    /** {@return the constraint's name, or one as PostgreSQL would choose it} */
    public static String name(ConstraintDefinition constraint, QualifiedName table, String part, String ending) {
        return constraint.name().orElseGet(() -> name(table.name(), part, ending));
    }

    /** {@return the parts joined by underscores, not longer than a name may be} */
    public static String name(String table, String part, String ending) {
        String front = part.isEmpty() ? table : table + "_" + part;
        int room = LONGEST_NAME - ending.length() - 1;
        return (front.length() > room ? front.substring(0, room) : front) + "_" + ending;
    }

    /** {@return the constraint's text without {@code CONSTRAINT name}} */
    public static String body(ConstraintDefinition constraint) {
        return constraint.text().strip().replaceFirst("(?is)^constraint\\s+(\"[^\"]*\"|\\S+)\\s+", "");
    }

    /** {@return what stands between the first parenthesis and the last} */
    public static Optional<String> inParentheses(String text) {
        Matcher matcher = PARENTHESES.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    /** {@return the statement with a word behind another, such as CONCURRENTLY behind INDEX; with a semicolon} */
    public static String insert(String source, String behind, String word) {
        return source.replaceFirst("(?i)\\b" + behind + "\\b", Matcher.quoteReplacement(behind + " " + word)) + ";";
    }

    /** {@return the type without its length, in lower case} */
    public static String baseType(String type) {
        return type.strip().toLowerCase(Locale.ROOT).replaceAll("\\s*\\(.*", "").replaceAll("\\s+", " ");
    }
}
