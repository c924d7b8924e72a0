package dev.belay.rule;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often the value of an expression changes, as far as its text says so ({@code pg_proc.provolatile}).
 */
public enum Volatility {
    /** No function in it changes within a statement: constants, {@code now()}. */
    STABLE,
    /** A function in it gives another value for every row. */
    VOLATILE,
    /** There is a function in it that PostgreSQL does not bring. */
    UNKNOWN;

    private static final Pattern CALL = Pattern.compile("([A-Za-z_][\\w.]*)\\s*\\(");
    private static final Pattern STRING = Pattern.compile("'[^']*+'");

    private static final Set<String> VOLATILES = Set.of(
            "random",
            "random_normal",
            "gen_random_uuid",
            "uuidv4",
            "uuidv7",
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v4",
            "clock_timestamp",
            "timeofday",
            "nextval",
            "setval",
            "txid_current",
            "gen_random_bytes",
            "gen_salt",
            "pg_current_xact_id",
            "currval",
            "lastval");

    /** Common ones; words that are followed by parentheses and are no functions are among them. */
    private static final Set<String> STABLES = Set.of(
            "now",
            "transaction_timestamp",
            "statement_timestamp",
            "current_setting",
            "coalesce",
            "nullif",
            "greatest",
            "least",
            "lower",
            "upper",
            "date_trunc",
            "to_char",
            "to_timestamp",
            "to_date",
            "timezone",
            "jsonb_build_object",
            "json_build_object",
            "jsonb_build_array",
            "to_jsonb",
            "md5",
            "length",
            "char_length",
            "concat",
            "substr",
            "substring",
            "trim",
            "round",
            "floor",
            "ceil",
            "abs",
            "make_interval",
            "extract",
            "date_part",
            "cast",
            "numeric",
            "decimal",
            "varchar",
            "char",
            "character",
            "varying",
            "bit",
            "timestamp",
            "timestamptz",
            "time",
            "interval",
            "array_length",
            "cardinality",
            "row",
            "in",
            "any",
            "all",
            "and",
            "or",
            "not",
            "case",
            "when",
            "then",
            "else",
            "exists",
            "current_timestamp",
            "localtimestamp",
            "current_time",
            "localtime",
            "default",
            "as",
            "always",
            "decode",
            "encode",
            "replace",
            "to_tsvector",
            "string_to_array",
            "age");

    /** {@return the volatility of an expression as written} */
    public static Volatility of(String expression) {
        Matcher call = CALL.matcher(STRING.matcher(expression).replaceAll("''"));
        Volatility volatility = STABLE;
        while (call.find()) {
            String name = call.group(1).toLowerCase(Locale.ROOT).replaceFirst("^(pg_catalog|public)\\.", "");
            if (VOLATILES.contains(name)) {
                return VOLATILE;
            }
            if (!STABLES.contains(name)) {
                volatility = UNKNOWN;
            }
        }
        return volatility;
    }
}
