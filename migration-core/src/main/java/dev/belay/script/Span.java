package dev.belay.script;

/**
 * A stretch of a script's text.
 *
 * @param start the first character
 * @param end the place behind the last character
 */
public record Span(Position start, Position end) {

    /** {@return the part of {@code text} that this span covers} */
    public String of(String text) {
        return text.substring(start.offset(), end.offset());
    }
}
