package dev.belay.script;

import java.util.ArrayList;
import java.util.List;

/**
 * A version as a file's name has it.
 *
 * @param version what it means
 * @param parts its runs of digits, with their zeros; at least one
 * @param separators what stands between them, one less
 */
record WrittenVersion(Version version, List<String> parts, List<String> separators) {

    /** @throws IllegalArgumentException when it is no version */
    static WrittenVersion of(String text) {
        Version version = Version.of(text);
        var parts = new ArrayList<String>();
        var separators = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '.' || text.charAt(i) == '_') {
                parts.add(text.substring(start, i));
                separators.add(text.substring(i, i + 1));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return new WrittenVersion(version, List.copyOf(parts), List.copyOf(separators));
    }

    /** {@return the last run of digits} */
    String last() {
        return parts.get(parts.size() - 1);
    }

    /** {@return all digits in one} */
    String digits() {
        return String.join("", parts);
    }

    /** {@return the version with another last part} */
    String withLast(String last) {
        return text(parts.size() - 1) + last;
    }

    /** {@return the version's shape filled with other digits, of which there are as many or more: the last part gets the rest} */
    String filledWith(String digits) {
        var text = new StringBuilder();
        int at = 0;
        for (int i = 0; i < parts.size() - 1; i++) {
            int end = at + parts.get(i).length();
            text.append(digits, at, end).append(separators.get(i));
            at = end;
        }
        return text.append(digits.substring(at)).toString();
    }

    /** {@return whether both have the same separators, and before the last part the same widths} */
    boolean isShapedAs(WrittenVersion other) {
        if (!separators.equals(other.separators)) {
            return false;
        }
        for (int i = 0; i < parts.size() - 1; i++) {
            if (parts.get(i).length() != other.parts.get(i).length()) {
                return false;
            }
        }
        return true;
    }

    /** {@return the first parts, each with the separator behind it} */
    private String text(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(parts.get(i)).append(separators.get(i));
        }
        return text.toString();
    }
}
