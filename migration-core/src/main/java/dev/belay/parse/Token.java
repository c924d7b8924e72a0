package dev.belay.parse;

/**
 * One token of SQL text.
 *
 * @param kind what it is
 * @param text the text that it is part of
 * @param start its first character
 * @param end behind its last character
 * @param closed false for a string, quoted name or comment that the text's end cuts off
 */
record Token(Kind kind, String text, int start, int end, boolean closed) {

    enum Kind {
        /** A keyword or an unquoted name. */
        WORD,
        /** {@code "name"}, {@code U&"name"}. */
        QUOTED_NAME,
        /** Any string literal: {@code '..'}, {@code E'..'}, {@code B'..'}, {@code $tag$..$tag$}, ... */
        STRING,
        NUMBER,
        /** One character of an operator or of punctuation. */
        SYMBOL,
        /** {@code -- ..} without its line end, or a block comment. */
        COMMENT
    }

    /** {@return whether this is the given unquoted word, in any case} */
    boolean is(String word) {
        return kind == Kind.WORD
                && end - start == word.length()
                && text.regionMatches(true, start, word, 0, word.length());
    }

    boolean isAny(String... words) {
        for (String word : words) {
            if (is(word)) {
                return true;
            }
        }
        return false;
    }

    boolean is(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(start) == symbol;
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }

    /** {@return the characters as written} */
    String written() {
        return text.substring(start, end);
    }

    /** {@return a word folded to lower case, as PostgreSQL folds ASCII names; other tokens as written} */
    String folded() {
        return kind == Kind.WORD ? Names.fold(written()) : written();
    }
}
