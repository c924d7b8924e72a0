package dev.belay.script;

import java.text.Normalizer;
import java.util.Optional;

/** Makes the part of a script's file name that describes it, out of what somebody typed. */
public final class FileWords {

    private FileWords() {}

    /**
     * {@return the words joined by {@code _}; empty when there is no letter and no digit in them}
     *
     * <p>Letters and digits of every script are kept, composed (NFC), so that the name is the same on macOS; so are
     * {@code - . + ,}. Whatever else there is, which shells, file systems or Flyway's placeholders could take for their
     * own, becomes {@code _} as blanks do. What has blanks comes out without: Flyway shows {@code _} as a blank.
     *
     * @param suffix what the file's name will end with; a typed one is not repeated
     */
    public static Optional<String> of(String typed, String suffix) {
        String text = Normalizer.normalize(typed, Normalizer.Form.NFC).strip();
        if (text.length() > suffix.length()
                && text.regionMatches(true, text.length() - suffix.length(), suffix, 0, suffix.length())) {
            text = text.substring(0, text.length() - suffix.length());
        }
        String words = text.codePoints()
                .map(c -> isKept(c) ? c : '_')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("_{2,}", "_")
                // a dot at the end is lost on Windows, one at the start is no name of a description
                .replaceAll("^[_.]+|[_.]+$", "");
        return Optional.of(words).filter(it -> it.codePoints().anyMatch(Character::isLetterOrDigit));
    }

    private static boolean isKept(int c) {
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || "-.+,".indexOf(c) >= 0;
    }
}
