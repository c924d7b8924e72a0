package dev.belay.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a downgrade takes away for good: no upgrade brings it back.
 *
 * @param items what goes
 * @param seenOn where that was seen, for people: {@code a copy of the database}
 */
public record DataLoss(List<Item> items, String seenOn) {

    public DataLoss {
        items = List.copyOf(items);
    }

    /** What something is that goes. */
    public enum Kind {
        /** A table with its rows. */
        TABLE,
        /** A column with its values. */
        COLUMN,
        /** Rows of a table that stays. */
        ROWS,
        /** A sequence of its own: where it stood. */
        SEQUENCE,
        /** A value of an enum type that stays. */
        ENUM_VALUE,
        /** Values of a column that stays, and gets a type into which not every value need fit. */
        VALUES,
        /** Values of a column that stays as it is, and that a script writes others over. */
        OVERWRITTEN
    }

    /**
     * Something that goes.
     *
     * @param name qualified and quoted where needed: {@code public.customer.mail}
     * @param rows of a table all rows, of a column those that have a value, of values those that
     *     may not fit, of overwritten ones those that are null then; 0 of what has none; empty when not known
     * @param exact whether they were counted; else the server's estimate; of overwritten values whether it was seen
     */
    public record Item(Kind kind, String name, OptionalLong rows, boolean exact) {

        /** {@return whether rows or values go with it; what is not known counts as if they did} */
        public boolean losesData() {
            return rows.isEmpty() || rows.getAsLong() > 0;
        }

        /** {@return {@code column public.customer.mail: 2 values}} */
        public String words() {
            String what = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + name;
            return switch (kind) {
                case SEQUENCE, ENUM_VALUE -> what;
                case COLUMN -> what + ": " + amount("value");
                case TABLE, ROWS -> what + ": " + amount("row");
                case VALUES ->
                    "values of " + name + ": " + (losesData() ? "nobody knows how many do not fit" : amount("value"));
                case OVERWRITTEN -> "values of " + name + ": " + overwritten();
            };
        }

        private String overwritten() {
            if (rows.isPresent()) {
                return amount("value") + (losesData() ? " emptied" : "");
            }
            return exact ? "others are written over them" : "nobody knows how many are overwritten";
        }

        private String amount(String one) {
            if (rows.isEmpty()) {
                return "nobody knows how many " + one + "s";
            }
            long many = rows.getAsLong();
            return (exact ? "" : "about ") + (many == 0 ? "no" : Long.toString(many)) + " " + one
                    + (many == 1 ? "" : "s");
        }
    }

    /** {@return whether nothing goes} */
    public boolean none() {
        return items.isEmpty();
    }

    /** {@return whether rows or values go} */
    public boolean losesData() {
        return items.stream().anyMatch(Item::losesData);
    }

    /** {@return a line for each} */
    public List<String> lines() {
        return items.stream().map(Item::words).toList();
    }

    /** {@return those with rows or values, on one line} */
    public String dataLine() {
        return items.stream().filter(Item::losesData).map(Item::words).collect(Collectors.joining("; "));
    }

    /** {@return all of it, on the lines of a report} */
    public List<String> report() {
        if (none()) {
            return List.of("Nothing goes for good with this downgrade (seen on " + seenOn + ").");
        }
        var lines = new ArrayList<String>();
        lines.add("What goes for good with this downgrade (seen on " + seenOn + "):");
        lines().forEach(line -> lines.add("  " + line));
        return lines;
    }
}
