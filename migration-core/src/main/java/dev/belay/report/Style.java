package dev.belay.report;

import dev.belay.finding.Severity;

/** How the words that matter stand out; a terminal colours them. Each method returns the text with or without marks. */
public interface Style {

    /** Marks nothing: for files and for output that is no terminal. */
    Style PLAIN = new Style() {
        @Override
        public String severity(Severity severity, String text) {
            return text;
        }

        @Override
        public String good(String text) {
            return text;
        }

        @Override
        public String strong(String text) {
            return text;
        }

        @Override
        public String faint(String text) {
            return text;
        }
    };

    /** Something as bad as {@code severity}. */
    String severity(Severity severity, String text);

    /** Something that is as it should be. */
    String good(String text);

    /** What a line is about: a script, a version. */
    String strong(String text);

    /** What may be passed over. */
    String faint(String text);
}
