package dev.belay.analysis;

import dev.belay.analysis.Allowance.Says;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code -- db:allow <rule-id>: <reason>} and {@code -- db:allow <rule-id> until 2027-01-31: <reason>}. The same in
 * a block comment is taken, too, and so is {@code until} at the start or end of the reason.
 */
final class AllowanceText {

    /** What the reason has to have at least, to be one: a letter or digit. */
    private static final Pattern SOMETHING = Pattern.compile("[\\p{L}\\p{N}]");

    private static final Pattern DIRECTIVE = Pattern.compile("(?is)db:(\\w+)\\b(.*)");
    private static final Pattern HEAD = Pattern.compile("([^\\s:]+)(?:\\s+([^:]*?))?\\s*(?::(.*))?", Pattern.DOTALL);
    private static final String DAY = "until\\s+(\\S+?)";
    private static final Pattern UNTIL = Pattern.compile(DAY, Pattern.CASE_INSENSITIVE);
    private static final Pattern BEGINS = Pattern.compile("(?is)" + DAY + "(?:\\s*[:,;]\\s*|\\s+(?:-\\s+)?)(.*)");
    private static final Pattern ENDS = Pattern.compile("(?is)(.*?)[\\s,;(]+until\\s+(\\d{4}-\\d{2}-\\d{2})\\)?\\.?");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private AllowanceText() {}

    /**
     * {@return what a comment says; empty when it is no allowance}
     *
     * @param comment with its dashes, or slashes and asterisks
     * @param rules all names of rules
     */
    static Optional<Says> read(String comment, Collection<String> rules) {
        Matcher directive = DIRECTIVE.matcher(content(comment));
        if (!directive.matches()) {
            return Optional.empty();
        }
        String word = directive.group(1).toLowerCase(Locale.ROOT);
        String rest = directive.group(2).strip();
        if (word.equals("allow")) {
            return Optional.of(allow(rest));
        }
        boolean meant = rules.contains(rest.split("[\\s:]", 2)[0].toLowerCase(Locale.ROOT));
        return meant
                ? Optional.of(new Says.Malformed("there is no db:" + word + ", the word is db:allow"))
                : Optional.empty();
    }

    private static String content(String comment) {
        String inner = comment.startsWith("/*")
                ? comment.substring(2, comment.length() - 2).replaceAll("(?m)^\\s*\\*+", " ")
                : comment.replaceFirst("^-+", "");
        return inner.replaceFirst("^[\\s*]+", "").strip();
    }

    private static Says allow(String rest) {
        Matcher head = HEAD.matcher(rest);
        if (rest.isEmpty() || !head.matches()) {
            return new Says.Malformed("it names no rule");
        }
        String rule = head.group(1).toLowerCase(Locale.ROOT);
        String between = Optional.ofNullable(head.group(2)).orElse("").strip();
        if (rule.endsWith(",") || between.startsWith(",")) {
            return new Says.Malformed("it names several rules; each needs a comment of its own");
        }
        if (head.group(3) == null) {
            return new Says.Malformed("there is no reason, which begins with a colon");
        }
        String reason = head.group(3).strip().replaceAll("\\s+", " ");
        if (between.isEmpty()) {
            return withDayInReason(rule, reason);
        }
        Matcher until = UNTIL.matcher(between);
        return until.matches()
                ? accepts(rule, reason, until.group(1))
                : new Says.Malformed("\"" + between + "\" stands between the rule and the colon");
    }

    private static Says withDayInReason(String rule, String reason) {
        Matcher begins = BEGINS.matcher(reason + " ");
        if (begins.matches() && Character.isDigit(begins.group(1).charAt(0))) {
            return accepts(rule, begins.group(2).strip(), begins.group(1));
        }
        Matcher ends = ENDS.matcher(reason);
        return ends.matches() ? accepts(rule, ends.group(1), ends.group(2)) : accepts(rule, reason, Optional.empty());
    }

    private static Says accepts(String rule, String reason, String day) {
        try {
            return accepts(rule, reason, Optional.of(LocalDate.parse(day, DATE)));
        } catch (DateTimeParseException e) {
            return new Says.Malformed("\"" + day + "\" is no day; write it as 2027-01-31");
        }
    }

    private static Says accepts(String rule, String reason, Optional<LocalDate> until) {
        return SOMETHING.matcher(reason).find()
                ? new Says.Accepts(rule, reason, until)
                : new Says.Malformed("there is no reason behind the colon");
    }
}
