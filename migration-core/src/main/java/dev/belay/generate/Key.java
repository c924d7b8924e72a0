package dev.belay.generate;

import dev.belay.rule.SqlName;
import dev.belay.script.ConstraintDefinition;
import dev.belay.script.QualifiedName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A UNIQUE or PRIMARY KEY constraint of columns, which can take over an index that is there.
 *
 * @param name of the constraint and its index, quoted where needed
 * @param kind {@code UNIQUE} or {@code PRIMARY KEY}
 * @param columns in parentheses
 * @param more what the index has besides, such as INCLUDE; empty for nothing
 * @param deferred whether it is DEFERRABLE; empty for nothing
 */
record Key(String name, String kind, String columns, String more, String deferred) {

    private static final Pattern TEXT =
            Pattern.compile("(?is)CONSTRAINT\\s+(\"(?:[^\"]|\"\")+\"|\\S+)\\s+(UNIQUE|PRIMARY\\s+KEY)"
                    + "(\\s+NULLS\\s+NOT\\s+DISTINCT)?\\s*(\\([^()]*\\))(\\s*INCLUDE\\s*\\([^()]*\\))?"
                    + "(\\s*WITH\\s*\\([^()]*\\))?(\\s*(?:NOT\\s+)?DEFERRABLE.*|\\s*INITIALLY.*)?");

    /** {@return the key; empty for one that is written in no such way} */
    static Optional<Key> of(ConstraintDefinition constraint) {
        Matcher text = TEXT.matcher(constraint.text().strip());
        return text.matches()
                ? Optional.of(new Key(
                        text.group(1),
                        text.group(2),
                        text.group(4),
                        words(text.group(5)) + words(text.group(3)) + words(text.group(6)),
                        words(text.group(7))))
                : Optional.empty();
    }

    private static String words(String group) {
        return group == null ? "" : " " + group.strip();
    }

    /** {@return the same key under another name} */
    Key named(String other) {
        return new Key(other, kind, columns, more, deferred);
    }

    String index(QualifiedName table) {
        return "CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + SqlName.of(table) + " " + columns + more;
    }

    String takeover(QualifiedName table) {
        return "ALTER TABLE " + SqlName.of(table) + "\n\tADD CONSTRAINT " + name + " " + kind + " USING INDEX " + name
                + deferred;
    }

    /** {@return whether a constraint of that definition is the same but for its name} */
    boolean is(String definition) {
        return definition.startsWith(kind.replaceAll("\\s+", " ").toUpperCase(Locale.ROOT))
                && definition.contains(columns);
    }
}
