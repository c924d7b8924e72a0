package dev.belay.migrate.settings;

/**
 * One Flyway setting and where it was said, for messages.
 *
 * @param value the value; may be a secret (a placeholder's), so it is not part of {@link #toString()}
 * @param source the file or the kind of parameter, such as {@code flyway.conf} or {@code -Dflyway.*}
 */
public record Setting(String value, String source) {

    @Override
    public String toString() {
        return "Setting[" + source + "]";
    }
}
