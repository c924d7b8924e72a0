package dev.belay.preflight;

import java.util.Objects;

/**
 * Something about the database that stands in a run's way, or may do so.
 *
 * @param gravity whether the run may go on
 * @param what one sentence without a full stop, naming role, table or session; never a query's text, which may hold data
 * @param remedy what to do about it, as a command where there is one
 */
public record Condition(Gravity gravity, String what, String remedy) {

    public Condition {
        Objects.requireNonNull(gravity);
        Objects.requireNonNull(what);
        Objects.requireNonNull(remedy);
    }

    /** How much it weighs. */
    public enum Gravity {
        /** To be looked at; the run goes on. */
        WARNING,
        /** A later step would fail, or something that was asked for cannot be kept. */
        REFUSAL
    }

    static Condition warning(String what, String remedy) {
        return new Condition(Gravity.WARNING, what, remedy);
    }

    static Condition refusal(String what, String remedy) {
        return new Condition(Gravity.REFUSAL, what, remedy);
    }

    /** {@return all of it on one line} */
    @Override
    public String toString() {
        return what + ". " + remedy;
    }
}
