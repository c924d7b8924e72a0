package dev.belay.difference;

import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaObject;
import dev.belay.schema.SchemaSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds columns that must not be null and have no default: on a table with rows that fails, unless the rows get some value. */
public final class RequiredColumns {

    private static final Pattern ADDED = Pattern.compile(
            "(?s)(ALTER TABLE (?:ONLY )?)(\\S+)\\s+ADD COLUMN (\"(?:[^\"]|\"\")+\"|\\S+) (.+?) NOT NULL");

    private static final Pattern LENGTH = Pattern.compile("\\(.*?\\)");

    /** The least that a type has to say. An enum gets its first value; others have none that would do. */
    private static final Map<String, String> EMPTY = Map.ofEntries(
            Map.entry("smallint", "0"),
            Map.entry("integer", "0"),
            Map.entry("bigint", "0"),
            Map.entry("numeric", "0"),
            Map.entry("real", "0"),
            Map.entry("double precision", "0"),
            Map.entry("text", "''"),
            Map.entry("character varying", "''"),
            Map.entry("character", "''"),
            Map.entry("bytea", "''"),
            Map.entry("boolean", "false"),
            Map.entry("date", "'epoch'"),
            Map.entry("timestamp without time zone", "'epoch'"),
            Map.entry("timestamp with time zone", "'epoch'"),
            Map.entry("interval", "'0'"),
            Map.entry("uuid", "'00000000-0000-0000-0000-000000000000'"),
            Map.entry("json", "'{}'"),
            Map.entry("jsonb", "'{}'"));

    private RequiredColumns() {}

    /**
     * {@return the same statement, or those that also run on a table with rows}
     *
     * @param wanted the schema that the statement leads to: it says the first value of an enum
     * @param why the rows get some value: the end of a sentence, for the comment above it
     */
    public static List<String> filled(String sql, SchemaSnapshot wanted, String why) {
        Matcher added = ADDED.matcher(sql);
        if (!added.matches()
                || added.group(4).contains(" DEFAULT ")
                || added.group(4).contains("GENERATED")) {
            return List.of(sql);
        }
        Optional<String> value = value(added.group(4), wanted);
        if (value.isEmpty()) {
            return List.of("-- This fails on a table with rows. Give it a DEFAULT that says what they get.\n" + sql);
        }
        return List.of(
                "-- Rows that are there get " + value.get() + ", " + why + ". Put in what is right.\n"
                        + added.group(1) + added.group(2) + "\n\tADD COLUMN " + added.group(3) + " " + added.group(4)
                        + " DEFAULT " + value.get() + " NOT NULL",
                added.group(1) + added.group(2) + "\n\tALTER COLUMN " + added.group(3) + " DROP DEFAULT");
    }

    private static Optional<String> value(String type, SchemaSnapshot wanted) {
        if (type.endsWith("[]")) {
            return Optional.of("'{}'");
        }
        String bare = LENGTH.matcher(type.toLowerCase(Locale.ROOT)).replaceAll("");
        return Optional.ofNullable(EMPTY.get(bare.replaceAll(" collate .*", "").strip()))
                .or(() -> firstLabel(type.strip(), wanted));
    }

    private static Optional<String> firstLabel(String type, SchemaSnapshot wanted) {
        return Optional.ofNullable(wanted.objects().get(new ObjectId("type", type)))
                .map(SchemaObject::definition)
                .filter(definition -> definition.startsWith("enum\n"))
                .map(definition -> definition.split("\n")[1]);
    }
}
