package dev.belay.rule;

import dev.belay.script.QualifiedName;
import java.util.Set;
import java.util.regex.Pattern;

/** Names as SQL needs them, for the statements that advice proposes. */
public final class SqlName {

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

    /** The reserved words of PostgreSQL 18 (the manual's appendix C, those that are reserved as names of columns). */
    private static final Set<String> RESERVED = Set.of(
            ("all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate"
                            + " collation column concurrently constraint create cross current_catalog current_date"
                            + " current_role current_schema current_time current_timestamp current_user default"
                            + " deferrable desc distinct do else end except false fetch for foreign freeze from full"
                            + " grant group having ilike in initially inner intersect into is isnull join lateral"
                            + " leading left like limit localtime localtimestamp natural not notnull null offset on"
                            + " only or order outer overlaps placing primary references returning right select"
                            + " session_user similar some symmetric system_user table tablesample then to trailing"
                            + " true union unique user using variadic verbose when where window with")
                    .split(" "));

    private SqlName() {}

    /** {@return the name, in quotes where it needs them} */
    public static String of(String name) {
        return PLAIN.matcher(name).matches() && !RESERVED.contains(name)
                ? name
                : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** {@return schema and name, each in quotes where it needs them} */
    public static String of(QualifiedName name) {
        return name.schema().map(schema -> of(schema) + ".").orElse("") + of(name.name());
    }
}
