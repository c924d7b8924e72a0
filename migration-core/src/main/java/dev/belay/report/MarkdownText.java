package dev.belay.report;

import java.util.regex.Pattern;

/** Text of others in Markdown (GitHub's and GitLab's dialects), where it stays text. */
final class MarkdownText {

    /** What means something anywhere in a line. */
    private static final Pattern SIGNS = Pattern.compile("[\\\\`*_\\[\\]|~$]");

    /** What makes a line a heading, an item or a rule. */
    private static final Pattern START = Pattern.compile("^(\\d*)([#+=.)-])");

    /**
     * What calls people and makes links, also behind a backslash. An empty comment in between keeps both from being
     * recognised, and is not shown.
     */
    private static final Pattern CALLS = Pattern.compile("@(?=\\w)|(?<=\\b(?:https?|ftp)):(?=//)|(?<=\\bwww)\\.");

    private static final Pattern FENCES = Pattern.compile("`+");

    private MarkdownText() {}

    /** {@return the text on one line, everything in it being itself} */
    static String of(String text) {
        return START.matcher(inline(text)).replaceFirst("$1\\\\$2");
    }

    /** {@return the text on one line in the letters of code, also in a cell of a table} */
    static String code(String text) {
        return "<code>" + inline(text) + "</code>";
    }

    private static String inline(String text) {
        String line = SIGNS.matcher(html(text)).replaceAll("\\\\$0");
        return CALLS.matcher(line).replaceAll("$0<!-- -->");
    }

    /** {@return the text on one line for an HTML block, in which Markdown is not read} */
    static String html(String text) {
        String line = Visible.of(text).strip().replaceAll("\\s+", " ");
        return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** {@return the text as a block of code, fenced by more backticks than are in it} */
    static String block(String language, String text) {
        int longest = FENCES.matcher(text)
                .results()
                .mapToInt(run -> run.group().length())
                .max()
                .orElse(0);
        String fence = "`".repeat(Math.max(3, longest + 1));
        return fence + language + "\n" + Visible.of(text).stripTrailing() + "\n" + fence;
    }
}
