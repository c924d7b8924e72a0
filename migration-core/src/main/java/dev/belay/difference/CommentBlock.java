package dev.belay.difference;

import java.util.List;

/** The comment that a written script begins with. */
public final class CommentBlock {

    /** Begins a line whose further lines stand below its first word. */
    public static final String POINT = "  * ";

    private static final int WIDTH = 116;

    private CommentBlock() {}

    /** {@return the lines as comments, broken where they are too long; each with a line end} */
    public static String of(List<String> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> wrap(line, text));
        return text.toString();
    }

    private static void wrap(String line, StringBuilder text) {
        String indent = line.startsWith(POINT) ? " ".repeat(POINT.length()) : "";
        String rest = line;
        while (rest.length() > WIDTH && rest.lastIndexOf(' ', WIDTH) > indent.length()) {
            int end = rest.lastIndexOf(' ', WIDTH);
            text.append("-- ").append(rest, 0, end).append('\n');
            rest = indent + rest.substring(end + 1);
        }
        text.append(rest.isEmpty() ? "--" : "-- " + rest).append('\n');
    }
}
