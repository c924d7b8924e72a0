package dev.belay.undo;

import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements of an undo script, in order, each without semicolon; comments may stand before one.
 *
 * @param sql without what a header says
 */
record Draft(List<String> sql) {

    Draft {
        sql = List.copyOf(sql);
    }

    /** {@return the same with more at its end} */
    Draft and(List<String> more) {
        var all = new ArrayList<>(sql);
        all.addAll(more);
        return new Draft(all);
    }

    /** {@return the text as it stands in the file} */
    String text() {
        return sql.stream().map(statement -> statement + ";\n").collect(Collectors.joining("\n"));
    }

    /** {@return what is sent to the server, read from the text itself} */
    List<Statement> statements() {
        return ScriptReader.read("undo", text(), Placeholders.NONE);
    }
}
