package dev.belay.script;

/**
 * A place in a script's text.
 *
 * @param offset UTF-16 code units from the start of the text, from 0
 * @param line line number, from 1; CRLF, LF and CR each end one line
 * @param column UTF-16 code units from the start of the line, from 1
 */
public record Position(int offset, int line, int column) {

    /** The first place of any text. */
    public static final Position START = new Position(0, 1, 1);

    /** {@return {@code line:column}, as compilers print it} */
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
