package dev.belay.generate;

/** When a statement runs: each phase that has any is a script of its own, in this order. */
enum Phase {
    /** New values of enums that others use: only once they are committed. */
    VALUES("values"),
    /** What is done in a moment, in one transaction. */
    CHANGES(""),
    /** Values for rows that have none: as long as it takes, and nothing else beside it. */
    ROWS("rows"),
    /** Checks, NOT VALID, that rows would have failed before; done in a moment. */
    CHECKS("checks"),
    /** Indexes made and dropped CONCURRENTLY, each statement by itself. */
    INDEXES("indexes"),
    /** What reads rows without blocking anybody, then what relies on it; in a transaction without other strong locks. */
    VALIDATION("validated"),
    /** What has to wait for constraints of the phase before. */
    REFERENCES("references");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    /** {@return what its script's name has behind the name that was given; empty for nothing} */
    String words() {
        return words;
    }
}
