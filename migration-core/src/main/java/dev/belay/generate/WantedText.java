package dev.belay.generate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Takes psql's own commands out of a file: of those that {@code pg_dump} writes a server needs none. */
final class WantedText {

    /** What psql is told so that it obeys no commands in data: a word that is another each time. */
    private static final Pattern RESTRICT = Pattern.compile("\\\\(?:un)?restrict [A-Za-z0-9]+\\s*");

    private WantedText() {}

    /**
     * {@return the statements of the file; those that bring rows by COPY are left out}
     *
     * @throws RefusalException when there is another command of psql's in it, or a string or comment is not closed
     */
    static List<Statement> statements(WantedFile file) {
        var kept = new ArrayList<String>();
        file.text().lines().forEach(line -> kept.add(RESTRICT.matcher(line).matches() ? "" : line));
        var parsed = ScriptReader.parse(file.name(), String.join("\n", kept) + "\n", Placeholders.NONE);
        parsed.defects().stream().findFirst().ifPresent(defect -> {
            throw new RefusalException(Problem.of(
                    file.name() + ":" + defect.at() + ": " + defect.what() + ". No file was made.",
                    "Correct the file."));
        });
        for (Statement statement : parsed.statements()) {
            if (statement.sql().startsWith("\\")) {
                throw new RefusalException(Problem.of(
                        file.name() + ":" + statement.span().start() + ": "
                                + statement.sql().lines().findFirst().orElse("")
                                + " is a command of psql's, which no server understands. No file was made.",
                        "Take it out: db.wanted is SQL, such as pg_dump --schema-only writes it."));
            }
        }
        return parsed.statements().stream()
                .filter(statement -> statement.copyData().isEmpty())
                .toList();
    }
}
