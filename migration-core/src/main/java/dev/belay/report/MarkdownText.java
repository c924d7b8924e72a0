package dev.belay.report;

import java.util.regex.Pattern;

/** Text of others in Markdown (GitHub's and GitLab's dialects), where it stays text. */
final class MarkdownText {

    /** Signs that mean something in a line, and {@code @} and {@code #}, which call people and link to issues. */
    private static final Pattern SIGNS = Pattern.compile("[\\\\`*_{}\\[\\]()#+!|~$@:^=-]");

    private static final Pattern FENCES = Pattern.compile("`+");

    private MarkdownText() {}

    /** {@return the text on one line, everything in it being itself} */
    static String of(String text) {
        String line = Visible.of(text).strip().replaceAll("\\s+", " ");
        String html = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return SIGNS.matcher(html)
                .replaceAll(sign -> isRisky(html, sign.start()) ? "\\\\\\" + sign.group() : sign.group());
    }

    private static boolean isRisky(String line, int at) {
        return true;
    }

    /** {@return the text in the letters of code; in a cell of a table, too} */
    static String code(String text) {
        String line = Visible.of(text).strip().replaceAll("\\s+", " ");
        return "<code>" + of(line) + "</code>";
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
