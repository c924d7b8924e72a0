package dev.belay.command;

import static dev.belay.command.PreviewProject.up;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.postgres.Secret;
import dev.belay.testing.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Roles, search paths and schemas are those of the goal. */
class PreviewRolesTest extends PreviewSuite {

    @Test
    void settingsThatOneScriptLeavesToTheNext() {
        // with this one Flyway leaves the search path as it is
        project.database.execute("ALTER DATABASE " + project.database.name() + " SET search_path = public");
        project.script(
                        "V1__dump.sql",
                        "SET client_min_messages = warning; SET standard_conforming_strings = on;"
                                + " SELECT pg_catalog.set_config('search_path', '', false);"
                                + " CREATE TABLE public.t (id int, at text); SET DateStyle = 'ISO, DMY'; SET TimeZone = 'Asia/Tokyo';")
                .script(
                        "V2__next.sql",
                        "INSERT INTO public.t SELECT 1, current_setting('search_path')"
                                + " || '2001-02-03 00:00:00Z'::timestamptz::text;");

        assertPsqlDoesTheSame(up("latest"));

        assertThat(project.database.query("SELECT at FROM public.t")).containsExactly("2001-02-03 09:00:00+09");
    }

    @Test
    void rolesAndSettingsOfDatabaseScriptAndInitSql() {
        String role = project.database.name() + "_role";
        project.database.execute("CREATE ROLE " + role + "; ALTER DATABASE " + project.database.name()
                + " SET search_path = side, public; CREATE SCHEMA side; GRANT ALL ON SCHEMA public, side TO " + role);
        project.set("defaultSchema", "public")
                .set("initSql", "SET work_mem = '5MB'")
                .set("installedBy", "o'clock")
                .script(
                        "V1__t.sql",
                        "CREATE TABLE t (m text DEFAULT '${flyway:defaultSchema}'); SET ROLE " + role
                                + "; CREATE TABLE u (id int); SET search_path = side; CREATE TABLE w (id int);")
                .script("V2__v.sql", "CREATE TABLE v AS SELECT current_setting('work_mem') AS m;");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void theRoleOfTheGoalOwnsWhatPsqlMakesAsSuperuser() {
        String role = project.database.name() + "_owner";
        project.database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'x'; ALTER DATABASE "
                + project.database.name() + " OWNER TO " + role + "; GRANT ALL ON SCHEMA public TO " + role
                + "; ALTER ROLE "
                + role + " SET IntervalStyle = 'sql_standard'");
        project.script(
                "V1__t.sql", "CREATE TABLE t AS SELECT '1 day 2 hours'::interval::text AS i, current_user AS by;");
        TestDatabase owned = new TestDatabase(
                project.database.name(),
                project.database.major(),
                project.database.settings().withCredentials(Optional.of(role), Optional.of(new Secret("x"))));
        Preview.run(new Preview.Request(project.request(owned), up("latest"), project.file()));
        TestDatabase copy = project.copy();

        project.run(owned, up("latest"));
        project.psql(copy);

        assertThat(copy.query("SELECT by FROM t")).containsExactly(role);
        assertThat(project.state(copy, HISTORY)).isEqualTo(project.state(project.database, HISTORY));
    }

    @Test
    void schemasThatAreCreated() {
        project.set("schemas", "app,Other one")
                .script("V1__t.sql", "CREATE TABLE t (id int); CREATE TABLE \"Other one\".t (id int);")
                .script("createSchema.sql", "CREATE TABLE IF NOT EXISTS public.log (event text)")
                .script("beforeMigrate.sql", "INSERT INTO public.log VALUES (current_setting('search_path'))");

        assertPsqlDoesTheSame(up("latest"), "app.flyway_schema_history");
    }

    @Test
    void oneSchemaMoreThanBefore() {
        project.script("V1__t.sql", "CREATE TABLE t (id int);")
                .set("schemas", "app")
                .upgrade("latest");
        project.set("schemas", "app,more").script("V2__u.sql", "CREATE TABLE more.u (id int);");

        assertPsqlDoesTheSame(up("latest"), "app.flyway_schema_history");
    }

    @Test
    void aBaselineWhereThereAreObjectsAndNoHistory() {
        project.database.execute("CREATE TABLE old (id int)");
        project.set("baselineOnMigrate", "true")
                .set("baselineVersion", "1")
                .set("baselineDescription", "as found")
                .script("V1__old.sql", "CREATE TABLE old (id int);")
                .script("V2__new.sql", "CREATE TABLE new (id int);")
                .script("beforeBaseline.sql", "CREATE TABLE log (event text)")
                .script("afterBaseline.sql", "INSERT INTO log VALUES ('baseline')");

        assertPsqlDoesTheSame(up("latest"));
    }
}
