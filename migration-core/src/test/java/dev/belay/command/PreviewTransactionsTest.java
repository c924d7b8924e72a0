package dev.belay.command;

import static dev.belay.command.PreviewProject.up;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Transactions are begun and ended as in the goal: a script in one, all in one, or none. */
class PreviewTransactionsTest extends PreviewSuite {

    @Test
    void scriptsOutsideTransactions() {
        project.script("V1__t.sql", "CREATE TABLE t (id int);")
                .script("V2__i.sql", "CREATE INDEX CONCURRENTLY i ON t (id);")
                .script("V3__mixed.sql", "CREATE TABLE u (id int); CREATE INDEX CONCURRENTLY j ON u (id); VACUUM u;")
                .script("V4__asked.sql", "CREATE TABLE v (id int); BEGIN; INSERT INTO v VALUES (1); COMMIT;")
                .script("V4__asked.sql.conf", "executeInTransaction=false\n");

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void scriptsThatEndTheirTransactionThemselves() {
        project.script(
                        "V1__t.sql",
                        "CREATE TABLE t (id int); COMMIT; INSERT INTO t VALUES (1);"
                                + " BEGIN; INSERT INTO t VALUES (2); END; SAVEPOINT s; INSERT INTO t VALUES (3);"
                                + " ROLLBACK TO s; INSERT INTO t VALUES (4);")
                .script("V2__none.sql", "INSERT INTO t VALUES (5); ROLLBACK; INSERT INTO t VALUES (6);");

        assertPsqlDoesTheSame(up("latest"));

        assertThat(project.database.query("SELECT id FROM t")).containsExactly("1", "2", "4", "6");
    }

    @Test
    void aGroupInOneTransaction() {
        project.set("group", "true");
        logEverything(Stream.of(UP_EVENTS)
                .filter(event -> !event.equals("afterVersioned") && !event.equals("beforeRepeatables"))
                .toArray(String[]::new));
        // another session's, while the group's transaction is open
        project.database.execute("CREATE TABLE log.other (event text)");
        project.script("afterVersioned.sql", "INSERT INTO log.other VALUES (to_regclass('t')::text)")
                .script("beforeRepeatables.sql", "INSERT INTO log.other VALUES ('before repeatables')");
        twoVersionsAndTwoRepeatables();

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void aGroupThatRunsInNoTransaction() {
        project.set("group", "true").set("executeInTransaction", "false");
        logEverything(UP_EVENTS);
        twoVersionsAndTwoRepeatables();

        assertPsqlDoesTheSame(up("latest"));
    }

    @Test
    void noTransactionsAtAll() {
        project.set("executeInTransaction", "false");
        logEverything(UP_EVENTS);
        twoVersionsAndTwoRepeatables();

        assertPsqlDoesTheSame(up("latest"));
    }
}
