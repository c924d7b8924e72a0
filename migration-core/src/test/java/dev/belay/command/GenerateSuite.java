package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.TestedScript;
import dev.belay.outcome.TestedScript.Result;
import dev.belay.report.GenerateText;
import dev.belay.report.Line;
import dev.belay.report.Style;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Scripts are generated in a project of its own, and tried; what was written makes the wanted schema. */
abstract class GenerateSuite {

    static final String PEOPLE = """
            CREATE TYPE mood AS ENUM ('good', 'bad');
            CREATE TABLE people (id bigint PRIMARY KEY, name varchar(100), age int, mood mood DEFAULT 'good', mail text);
            CREATE TABLE orders (id bigint PRIMARY KEY, person bigint, total int NOT NULL, note text);
            CREATE INDEX orders_by_note ON orders (note);
            CREATE VIEW adults AS SELECT id, name FROM people WHERE age >= 18;
            """;

    @TempDir
    Path temp;

    GenerateProject project;

    @BeforeEach
    void open() {
        project = new GenerateProject(temp);
    }

    List<Result> tested() {
        return project.test().scripts().stream().map(TestedScript::result).toList();
    }

    /** What was written makes the wanted schema, so that there is nothing left to write. */
    void assertComplete(String wanted) {
        GenerateOutcome again = project.generate(wanted, "", true, rename -> false);
        assertThat(again.scripts()).isEmpty();
        assertThat(again.remaining()).isEmpty();
        assertThat(again.leftOut()).isEmpty();
    }

    static String said(GenerateOutcome outcome) {
        return String.join(
                "\n",
                GenerateText.lines(outcome, Style.PLAIN).stream()
                        .map(Line::text)
                        .toList());
    }
}
