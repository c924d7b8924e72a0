package dev.belay.finding;

/** What a finding rests on. */
public enum Evidence {
    /** Read from the script's text. */
    STATIC,
    /** Observed while the statement ran on a server. */
    TRACED,
    /** Read from the text, and then observed. */
    CONFIRMED
}
