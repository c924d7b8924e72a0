package dev.belay.command;

import static dev.belay.command.PreviewProject.down;
import static dev.belay.command.PreviewProject.up;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A downgrade in psql. */
class PreviewDownTest extends PreviewSuite {

    @Test
    void downToTheBaseWithUndoScriptsThatAreGone() {
        project.script("V1__t.sql", "CREATE TABLE t (id int);")
                .script("U1__t.sql", "DROP TABLE t;")
                .script("V2__i.sql", "CREATE INDEX i ON t (id);")
                .script("U2__i.sql", "DROP INDEX CONCURRENTLY i;")
                .script("V3__n.sql", "ALTER TABLE t ADD n text DEFAULT '${n}';")
                .script("U3__n.sql", "-- ${n}\nALTER TABLE t DROP n;")
                .set("placeholders.n", "7")
                .upgrade("latest")
                .delete("U3__n.sql");

        assertPsqlDoesTheSame(down("base"));
    }

    @Test
    void downPutsRepeatableScriptsBack() {
        project.script("V1__one.sql", "CREATE TABLE one (n int)")
                .script("U1__one.sql", "DROP TABLE one")
                .script(
                        "R__hello.sql",
                        "CREATE OR REPLACE FUNCTION hello() RETURNS text LANGUAGE sql AS $$ SELECT 'hi' $$")
                .script(
                        "R__same.sql",
                        "CREATE OR REPLACE FUNCTION same() RETURNS text LANGUAGE sql AS $$ SELECT '' $$");
        project.upgrade("latest");
        project.script("V2__two.sql", "CREATE TABLE two (n int)")
                .script("U2__two.sql", "DROP TABLE two")
                .script(
                        "R__hello.sql",
                        "CREATE OR REPLACE FUNCTION hello() RETURNS text LANGUAGE sql AS $$ SELECT 'ho' $$");
        project.upgrade("latest");

        assertPsqlDoesTheSame(down("1"));
        assertThat(project.preview(down("1")).warnings())
                .singleElement()
                .asString()
                .startsWith("the goal makes again what repeatable scripts had made and an undo script drops")
                .endsWith("R__same.sql");
    }

    @Test
    void upAgainAfterGoingDown() {
        project.script("V1__t.sql", "CREATE TABLE t (id int);")
                .script("U1__t.sql", "DROP TABLE t;")
                .upgrade("latest");
        project.run(project.database, down("base"));

        assertPsqlDoesTheSame(up("latest"));
    }
}
