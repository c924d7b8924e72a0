package dev.belay.difference;

import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statements of a script that is written, in order, each without semicolon; comments may stand before one.
 *
 * @param sql without what a header says
 */
public record Draft(List<String> sql) {

    public Draft {
        sql = List.copyOf(sql);
    }

    /** {@return the same with more at its end} */
    public Draft and(List<String> more) {
        var all = new ArrayList<>(sql);
        all.addAll(more);
        return new Draft(all);
    }

    /** {@return the text as it stands in the file} */
    public String text() {
        return sql.stream().map(statement -> statement + ";\n").collect(Collectors.joining("\n"));
    }

    /**
     * {@return the text of the {@code .conf} that the script needs beside it; empty when it needs none} Its names and values
     * are final: what looks like a placeholder in them is none.
     *
     * @param file all of the script's text
     */
    public Optional<String> conf(String file) {
        var lines = new StringBuilder();
        if (statements().stream().anyMatch(Statement::autocommitOnly)) {
            lines.append("executeInTransaction=false\n");
        }
        if (file.contains("${")) {
            lines.append("placeholderReplacement=false\n");
        }
        return Optional.of(lines.toString()).filter(conf -> !conf.isEmpty());
    }

    /** {@return what is sent to the server, read from the text itself} */
    public List<Statement> statements() {
        return ScriptReader.read("draft", text(), Placeholders.NONE);
    }
}
