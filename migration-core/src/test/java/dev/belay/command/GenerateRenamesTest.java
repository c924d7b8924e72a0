package dev.belay.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.GenerateOutcome;
import dev.belay.outcome.RefusalException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What was renamed is renamed, and not dropped and made anew: by hints in db.renames and in the wanted schema, or as somebody says. */
class GenerateRenamesTest extends GenerateSuite {

    @Test
    void hintsFoldNamesAsTheServerDoes() {
        project.script("V1__t.sql", "CREATE TABLE t (id int, name text, mail text);");
        String wanted = """
                CREATE TABLE T (
                    id int,
                    -- db:renamed from Name
                    fullName text,
                    "eMail" text);
                """;
        GenerateOutcome outcome = project.generate(wanted, "t.mail:t.\"eMail\"", false, rename -> false);
        assertThat(outcome.renames())
                .containsExactly("column public.t.mail to eMail", "column public.t.name to fullname");
        assertThat(outcome.leftOut()).isEmpty();
        assertComplete(wanted);
    }

    @Test
    void hintsThatNoRenameCanFollowAreRefused() {
        project.script("V1__t.sql", "CREATE SCHEMA app; CREATE TABLE t (a int); CREATE TABLE u (b int);");
        String wanted =
                "CREATE SCHEMA app; CREATE TABLE app.t2 (a int); CREATE TABLE t (c int); CREATE TABLE u (d int);";
        assertThatThrownBy(() -> project.generate(wanted, "t:app.t2", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("leaves a table in its schema");
        assertThatThrownBy(() -> project.generate(wanted, "t:t3", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("the wanted schema has no such table");
        assertThatThrownBy(() -> project.generate(wanted, "t.a:t.z", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("the wanted schema has no such column");
        assertThatThrownBy(() -> project.generate(wanted, "t.a:u.d", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("leaves a column in its table");
        assertThatThrownBy(() -> project.generate("CREATE SCHEMA app;", "t.a:t.b", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("db.renames: t.a is to become t.b")
                .hasMessageContaining("the wanted schema has no table public.t");
    }

    @Test
    void aCheckThatPartitionsInheritIsRenamedOnce() {
        String table = "CREATE TABLE t (a int, CONSTRAINT %s CHECK (a > 0)) PARTITION BY RANGE (a);"
                + " CREATE TABLE part PARTITION OF t FOR VALUES FROM (1) TO (9);"
                + " CREATE TABLE zpart PARTITION OF t FOR VALUES FROM (9) TO (19);";
        project.script("V1__t.sql", table.formatted("former"));
        project.generate(table.formatted("later"));
        assertThat(project.read("V2__generated.sql").lines().filter(line -> line.contains("RENAME CONSTRAINT")))
                .singleElement()
                .isEqualTo("ALTER TABLE public.t RENAME CONSTRAINT former TO later;");
        assertComplete(table.formatted("later"));
    }

    @Test
    void hintsKeepWhatHasGotAnotherName() {
        project.script("V1__people.sql", PEOPLE);
        String wanted = """
                CREATE TYPE mood AS ENUM ('good', 'bad');
                -- db:renamed from people
                CREATE TABLE persons (
                    id bigint PRIMARY KEY, name varchar(100), age int, mood mood DEFAULT 'good',
                    -- db:renamed from mail
                    email text);
                CREATE TABLE orders (id bigint PRIMARY KEY, person bigint, sum int NOT NULL, note text);
                CREATE INDEX orders_note_index ON orders (note);
                CREATE VIEW adults AS SELECT id, name FROM persons WHERE age >= 18;
                """;
        GenerateOutcome outcome = project.generate(wanted, "orders.total:orders.sum", false, rename -> false);
        assertThat(outcome.leftOut()).isEmpty();
        assertThat(outcome.renames())
                .containsExactly(
                        "table public.people to persons",
                        "column public.orders.total to sum",
                        "column public.persons.mail to email");
        assertThat(project.read("V2__generated.sql"))
                .contains("ALTER TABLE public.people RENAME TO persons;")
                .contains("RENAME CONSTRAINT people_pkey TO persons_pkey")
                .contains("ALTER INDEX public.orders_by_note RENAME TO orders_note_index")
                .doesNotContain("DROP");
        assertThat(project.read("U2__generated.sql")).doesNotContain("DROP");
        assertComplete(wanted);
    }

    @Test
    void whoeverIsAskedSaysWhatIsRenamed() {
        project.script("V1__people.sql", "CREATE TABLE people (id bigint PRIMARY KEY, first text, last text);");
        String wanted = "CREATE TABLE people (id bigint PRIMARY KEY, given text, family text);";
        var asked = new ArrayList<String>();
        GenerateOutcome outcome = project.generate(wanted, "", false, rename -> {
            asked.add(rename.words());
            return rename.to().equals("given") == rename.column().orElseThrow().equals("first");
        });
        assertThat(asked)
                .contains("column public.people.first to given", "column public.people.last to family")
                .doesNotHaveDuplicates();
        assertThat(outcome.leftOut()).isEmpty();
        assertThat(outcome.candidates()).isEmpty();
        assertComplete(wanted);
    }

    @Test
    void hintForWhatIsNotThereIsRefused() {
        project.script("V1__people.sql", PEOPLE);
        assertThatThrownBy(() -> project.generate(
                        "CREATE TABLE a ();", "people.nothing:people.something", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("people.nothing is to become people.something");
        assertThatThrownBy(() -> project.generate("CREATE TABLE a ();", "people", false, rename -> false))
                .isInstanceOf(RefusalException.class)
                .hasMessageContaining("is no rename");
    }
}
