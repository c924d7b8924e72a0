package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Finding;
import dev.belay.migrate.PreparedScript;
import dev.belay.rule.QueryContext;
import dev.belay.rule.QueryContext.Broken;
import dev.belay.rule.query.QueryOfTheApplicationBreaks;
import dev.belay.script.ApplicationQuery;
import dev.belay.script.Statement;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class QueryTrialTest {

    private static ApplicationQueries queries(String... texts) {
        return new ApplicationQueries(
                IntStream.range(0, texts.length)
                        .mapToObj(i -> new ApplicationQuery(texts[i], "q.sql:" + (i + 1)))
                        .toList(),
                0);
    }

    private static ScriptReading reading(String script) {
        return Example.read("--- V2__a.sql\n" + script).readings().get(0);
    }

    private static void run(Connection session, QueryTrial trial, ScriptReading reading) throws SQLException {
        PreparedScript script = Example.prepared(reading);
        for (Statement statement : reading.parsed().statements()) {
            try (var worker = session.createStatement()) {
                worker.execute(statement.sql());
            }
            trial.ran(session, script, statement, QueryRulesTest.changed(statement));
        }
    }

    private static List<String> value(Connection session, String query) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(query)) {
            var rows = new java.util.ArrayList<String>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        }
    }

    @Test
    void nothingIsLeftBehindInTheTransactionThatIsWatched(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE TABLE c (id int)");
        String locks = "select relation::regclass || ' ' || mode from pg_locks where pid = pg_backend_pid()"
                + " and locktype = 'relation' and relation::regclass::text in ('a', 'b', 'c') order by 1";
        try (Connection session = database.connect()) {
            var trial = QueryTrial.before(session, queries("SELECT * FROM a", "SELECT * FROM b, c"), true);
            session.setAutoCommit(false);
            run(session, trial, reading("DROP TABLE b;"));
            assertThat(value(session, locks)).containsExactly();
            assertThat(value(session, "select name from pg_prepared_statements where name like 'belay%'"))
                    .isEmpty();
            assertThat(value(session, "show plan_cache_mode")).containsExactly("auto");
            session.rollback();
            assertThat(trial.finish(session).broken()).isEmpty();
        }
    }

    @Test
    void aStatementOutsideATransactionIsFollowedByNone(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE a (id int)");
        try (Connection session = database.connect()) {
            var trial = QueryTrial.before(session, queries("SELECT id FROM a"), true);
            run(session, trial, reading("ALTER TABLE a RENAME id TO key; CREATE INDEX CONCURRENTLY ON a (key);"));
            assertThat(trial.finish(session).broken())
                    .singleElement()
                    .satisfies(broken -> assertThat(
                                    broken.cause().statement().orElseThrow().number())
                            .isEqualTo(1));
            assertThat(database.query("select 1 from pg_stat_activity where state like 'idle in%' and"
                            + " datname = current_database()"))
                    .isEmpty();
        }
    }

    @Test
    void aTransactionThatTheScriptOpenedItselfGoesOn(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE a (id int)");
        try (Connection session = database.connect()) {
            var trial = QueryTrial.before(session, queries("SELECT id FROM a"), false);
            run(session, trial, reading("BEGIN; INSERT INTO a VALUES (1); DROP VIEW IF EXISTS v; COMMIT;"));
            assertThat(database.query("SELECT count(*) FROM a")).containsExactly("1");
        }
    }

    @Test
    void aSearchPathThatAScriptSetsIsNotTheApplications(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE a (id int); CREATE SCHEMA other");
        try (Connection session = database.connect()) {
            var trial = QueryTrial.before(session, queries("SELECT id FROM a"), false);
            session.setAutoCommit(false);
            run(
                    session,
                    trial,
                    reading("SET LOCAL search_path = other; CREATE TABLE b (); DROP TABLE public.a CASCADE;"));
            assertThat(value(session, "show search_path")).containsExactly("other");
            session.commit();
            session.setAutoCommit(true);
            assertThat(trial.finish(session).broken())
                    .singleElement()
                    .satisfies(broken -> assertThat(
                                    broken.cause().statement().orElseThrow().sql())
                            .startsWith("DROP"));
        }
    }

    @Test
    void oneAmongManyIsFound(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE a (id int, x int)");
        String[] many = IntStream.range(0, 120)
                .mapToObj(i -> i % 40 == 17 ? "SELECT x + " + i + " FROM a" : "SELECT id + " + i + " FROM a")
                .toArray(String[]::new);
        try (Connection session = database.connect()) {
            var trial = QueryTrial.before(session, queries(many), false);
            run(session, trial, reading("ALTER TABLE a DROP COLUMN x;"));
            assertThat(trial.finish(session).broken())
                    .extracting(broken -> broken.query().place())
                    .containsExactly("q.sql:18", "q.sql:58", "q.sql:98");
        }
    }

    @Test
    void textsThatLookLikeParametersOrEscapesAreSentAsTheyAre(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE a (j jsonb)");
        String[] odd = {
            "SELECT j ? 'x', '{fn now()}' FROM a",
            "SELECT $$;$$, ';', j -> $1 FROM a -- ;",
            "SELECT \"j\" /* ; */ FROM a"
        };
        try (Connection session = database.connect()) {
            var trial = QueryTrial.before(session, queries(odd), true);
            assertThat(trial.words()).isEqualTo("3 queries of the application tried");
        }
    }

    @Test
    void whatFailsBeforeIsNoFindingAndIsCounted(TestDatabase database) throws Exception {
        try (Connection session = database.connect()) {
            var trial = QueryTrial.before(
                    session,
                    new ApplicationQueries(
                            queries("SELECT 1", "SELECT x", "SELEC").queries(), 4),
                    false);
            assertThat(trial.words())
                    .isEqualTo("1 query of the application tried, 2 not, for they fail before the pending scripts, too"
                            + " (q.sql:2: column \"x\" does not exist), 4 passed over, for they cannot be prepared");
            run(session, trial, reading("CREATE TABLE t ();"));
            assertThat(trial.finish(session).broken()).isEmpty();
        }
    }

    @Test
    void whatNoObservedStatementBrokeIsLaidToTheLastScript(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE a (id int)");
        try (Connection session = database.connect()) {
            var trial = QueryTrial.before(session, queries("SELECT id FROM a"), false);
            run(session, trial, reading("SELECT 1;"));
            database.execute("DROP TABLE a");
            QueryContext context = trial.finish(session);
            assertThat(new QueryOfTheApplicationBreaks().check(context))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.place()).isEqualTo("V2__a.sql");
                        assertThat(finding.message()).contains("worked before this script and fails after it");
                    });
        }
    }

    @Test
    void hundredsThatOneStatementBreaksAreNotAllShown(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE a (id int)");
        String[] many = IntStream.range(0, 200)
                .mapToObj(i -> "SELECT id, " + i + " FROM a")
                .toArray(String[]::new);
        try (Connection session = database.connect()) {
            var trial = QueryTrial.before(session, queries(many), false);
            run(session, trial, reading("DROP TABLE a;"));
            QueryContext context = trial.finish(session);
            assertThat(context.broken()).extracting(Broken::query).hasSize(200);
            assertThat(new QueryOfTheApplicationBreaks().check(context))
                    .hasSize(11)
                    .last()
                    .extracting(Finding::message)
                    .isEqualTo("190 more queries of the application fail after it.");
        }
    }
}
