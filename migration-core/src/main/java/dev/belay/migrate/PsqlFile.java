package dev.belay.migrate;

import dev.belay.parse.PsqlReading;
import dev.belay.script.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes what psql runs. Line ends are {@code \n}; those inside statements stay as they are. */
final class PsqlFile {

    private final Appendable out;

    /** @param out what is written to it fails with {@link UncheckedIOException} when it fails */
    PsqlFile(Appendable out) {
        this.out = out;
    }

    /** A line as it stands: a command of psql's. */
    void line(String text) {
        try {
            out.append(text).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void blank() {
        line("");
    }

    /** A line for the reader; what could end the comment is taken out. */
    void comment(String text) {
        line("-- " + text.replaceAll("\\p{Cntrl}", " "));
    }

    /** A statement, without its semicolon; psql sends it as it is. */
    void statement(String sql) {
        // \gexec sends what a query returns, without reading it
        line(PsqlReading.agrees(sql) ? sql + ";" : "SELECT " + SqlText.dollarQuoted(sql) + " \\gexec");
    }

    /** A statement of a script, with the rows that follow it. */
    void statement(Statement statement) {
        if (statement.copyData().isEmpty()) {
            statement(statement.sql());
            return;
        }
        line(statement.sql() + ";");
        String rows = statement.copyData().get();
        // psql knows the end by a line of its own, and the server wants all line ends of one kind
        String lineEnd = rows.endsWith("\r\n") ? "\r\n" : "\n";
        boolean open = !rows.isEmpty() && !rows.endsWith("\n");
        line(rows + (open ? lineEnd : "") + "\\." + lineEnd.replace("\n", ""));
    }

    /** A query of one row with the one column {@code belay}, for what it does; psql prints nothing. */
    void quietly(String query) {
        line(query + " \\gset");
    }

    void begin() {
        line("BEGIN;");
    }

    void commit() {
        line("COMMIT;");
    }

    /** Makes psql stop here, with a message. */
    void raise(String message, String hint) {
        statement("DO " + SqlText.dollarQuoted("BEGIN " + exception(message, hint) + " END"));
    }

    /** {@return a statement of PL/pgSQL that raises an error} */
    static String exception(String message, String hint) {
        return "RAISE EXCEPTION USING MESSAGE = " + SqlText.literal(message) + ", HINT = " + SqlText.literal(hint)
                + ";";
    }
}
