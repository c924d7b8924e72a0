package dev.belay.report;

import java.util.List;

/**
 * What the template of a run's page shows. Public for the template engine, which reads public records only. What is
 * absent is an empty text. Nothing in it is escaped: the engine does that.
 *
 * @param goal {@code upgrade}
 * @param mood {@code good}, {@code warn} or {@code bad}
 * @param verdict in a few words
 * @param setting the database, the server and the run
 * @param when it began and who started it
 * @param problem without {@code what} when there was none
 * @param tiles figures at a glance
 * @param facts lines for people who have to decide
 * @param steps in their order, each with its place on the axis of time
 * @param total the end of that axis
 * @param rehearsal without {@code facts} when there was none
 * @param scripts those applied or undone
 * @param moreScripts what of them is left out
 * @param warnings what to look at
 * @param audit what is on record
 */
public record RunPage(
        String goal,
        String mood,
        String verdict,
        String setting,
        String when,
        Trouble problem,
        List<Tile> tiles,
        List<Fact> facts,
        List<Step> steps,
        String total,
        Rehearsal rehearsal,
        List<Script> scripts,
        String moreScripts,
        List<String> warnings,
        List<String> audit) {

    /** Why it did not end well. */
    public record Trouble(String what, String details, String takenBack, String state, String next) {}

    /** A figure with what it is of. */
    public record Tile(String kind, String figure, String label) {}

    /** A text with its label; {@code code} is something to type. */
    public record Fact(String label, String text, String code) {}

    /**
     * A step.
     *
     * @param kind of its result: {@code done}, {@code warned}, {@code skipped}, {@code refused}, {@code failed}
     * @param start in thousandths of the run, as is {@code width}
     */
    public record Step(
            String name, String kind, String time, String words, List<String> details, double start, double width) {}

    /** What the copy has shown. */
    public record Rehearsal(List<String> facts, List<String> differences, List<Lock> locks, String more) {}

    /**
     * A lock.
     *
     * @param kind of its mode, for its colour
     * @param width in thousandths of the longest
     */
    public record Lock(
            String table,
            String mode,
            String kind,
            String blocks,
            String held,
            String rows,
            String place,
            double width) {}

    /** A script with its time; {@code width} in thousandths of the longest. */
    public record Script(String version, String name, String time, String note, double width) {}
}
