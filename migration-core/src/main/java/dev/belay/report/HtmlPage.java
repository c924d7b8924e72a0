package dev.belay.report;

import java.util.List;

/**
 * What the template of the HTML report shows. Public for the template engine, which reads public records only. What is
 * absent is an empty text. Nothing in it is escaped: the engine does that.
 *
 * @param mood {@code good}, {@code warn} or {@code bad}
 * @param verdict in a few words
 * @param setting what was compared with what, and tried where
 * @param tiles counts at a glance
 * @param impact the four lines for people who have to decide
 * @param coverage how much of it was tried
 * @param findings each with its place below
 * @param cut what of the findings is left out
 * @param timeline the locks
 * @param scripts with their findings
 * @param disproved what the text gave rise to and the server disproved
 * @param allowed what comments accept
 */
public record HtmlPage(
        String mood,
        String verdict,
        String setting,
        List<Tile> tiles,
        List<Labelled> impact,
        Coverage coverage,
        List<Card> findings,
        String cut,
        Timeline timeline,
        List<Listing> scripts,
        List<Aside> disproved,
        List<Aside> allowed) {

    /** A number with what it counts. */
    public record Tile(String kind, String number, String label) {}

    /** A text with its label. */
    public record Labelled(String label, String text) {}

    /** How many statements were tried, with the share of each basis in per cent. */
    public record Coverage(String text, String untraced, double traced, double read, double opaque) {}

    /** A finding. */
    public record Card(
            String id,
            String place,
            String severity,
            boolean fails,
            String rule,
            String page,
            String evidence,
            String message,
            List<String> advice,
            List<Labelled> fixes,
            String why,
            String allow) {}

    /** A script's text. */
    public record Listing(
            String id, String name, String facts, boolean open, List<Card> whole, List<Row> rows, String note) {}

    /**
     * A line of a script, or of what stands for those left out.
     *
     * @param number empty for a line that stands for those left out
     * @param severity of the finding whose statement it is part of
     * @param note what the statement that begins here did
     * @param cards the findings whose statement ends here
     */
    public record Row(String number, String text, String severity, String note, List<Card> cards) {}

    /** A finding that does not count. */
    public record Aside(String place, String severity, String rule, String message, String reason) {}

    /** Locks over the statements of all scripts. Lengths are CSS pixels. */
    public record Timeline(
            int width,
            int height,
            int rowHeight,
            int headHeight,
            List<Column> scripts,
            List<Column> statements,
            List<TableRow> tables,
            List<Mode> modes,
            String summary,
            String note) {}

    /** A stretch of the time axis. */
    public record Column(int x, int width, String label, String title) {}

    /** A table and the locks on it. */
    public record TableRow(String name, int y, List<Bar> bars) {}

    /** A lock from one statement on to another. */
    public record Bar(
            int x, int y, int width, int height, String kind, String label, String mode, String blocks, String where) {}

    /** A lock mode of the legend. */
    public record Mode(String kind, String label, String name, String blocks) {}
}
