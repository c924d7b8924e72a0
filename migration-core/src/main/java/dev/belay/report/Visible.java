package dev.belay.report;

import java.util.Locale;

/**
 * Text from a script, with every character to be seen. A script of a pull request is somebody else's text: an escape
 * sequence in it must not reach a terminal, a control character must not make an XML file unreadable, and marks that
 * turn the direction of writing must not show other SQL than is run (CVE-2021-42574).
 */
final class Visible {

    /** The control pictures of Unicode: the sign for a C0 control is as many places behind this one. */
    private static final int CONTROL_PICTURES = 0x2400;

    private static final int DELETE = 0x7f;
    private static final int DELETE_PICTURE = 0x2421;

    private Visible() {}

    /** {@return the text with signs in place of what cannot be seen; tabs and line ends stay, each end being LF} */
    static String of(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        if (lines.codePoints().noneMatch(Visible::isHidden)) {
            return lines;
        }
        var seen = new StringBuilder(lines.length() + 16);
        lines.codePoints().forEach(point -> append(seen, point));
        return seen.toString();
    }

    private static void append(StringBuilder seen, int point) {
        if (!isHidden(point)) {
            seen.appendCodePoint(point);
        } else if (point < ' ') {
            seen.appendCodePoint(CONTROL_PICTURES + point);
        } else if (point == DELETE) {
            seen.appendCodePoint(DELETE_PICTURE);
        } else {
            seen.append(String.format(Locale.ROOT, "⟦U+%04X⟧", point));
        }
    }

    private static boolean isHidden(int point) {
        if (point == '\n' || point == '\t') {
            return false;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE -> true;
            case Character.FORMAT -> isDirection(point);
            // U+FFFE and U+FFFF are no characters, and not allowed in XML
            default -> point == 0xfffe || point == 0xffff;
        };
    }

    private static boolean isDirection(int point) {
        return point == 0x200e
                || point == 0x200f
                || point == 0x061c
                || point >= 0x202a && point <= 0x202e
                || point >= 0x2066 && point <= 0x2069;
    }
}
