package dev.belay.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.outcome.EnvironmentException;
import dev.belay.postgres.Secret;
import dev.belay.script.QualifiedName;
import dev.belay.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForeignKeysTest extends DatabaseReadingTest {

    private static final String UNCHECKED = "SET session_replication_role = replica; ";

    private ForeignKeys check() {
        return ForeignKeys.check(connection, Optional.empty(), LONG);
    }

    @Test
    void keysThatHoldAreCountedAndTheConnectionIsLeftAsItWas() throws SQLException {
        database.execute(
                "CREATE TABLE customer (id int PRIMARY KEY); CREATE TABLE orders (customer int REFERENCES customer,"
                        + " parent int REFERENCES customer); INSERT INTO customer VALUES (1);"
                        + "INSERT INTO orders VALUES (1, NULL), (NULL, 1)");
        assertThat(check()).isEqualTo(new ForeignKeys(2, List.of(), List.of()));
        assertThat(connection.getAutoCommit()).isTrue();
    }

    @Test
    void aRowThatPointsToNothingIsToldWithTheQueryThatFindsIt() throws SQLException {
        database.execute("CREATE SCHEMA \"Shop\"; CREATE TABLE \"Shop\".customer (id int PRIMARY KEY);"
                + "CREATE TABLE \"Shop\".orders (n int, \"Customer\" bigint REFERENCES \"Shop\".customer)");
        database.execute(UNCHECKED + "INSERT INTO \"Shop\".orders VALUES (1, 7), (2, NULL), (3, 7)");
        assertThat(check().broken()).singleElement().satisfies(line -> {
            assertThat(line)
                    .startsWith("the foreign key \"orders_Customer_fkey\" on \"Shop\".orders does not hold:"
                            + " rows of \"Shop\".orders have none in \"Shop\".customer. Find them:  select");
            String query = line.substring(line.indexOf("select"));
            assertThat(database.query(query)).containsExactly("1|7", "3|7");
        });
    }

    @Test
    void aKeyOfSeveralColumnsIsBrokenByAPartOnlyWhenItMatchesInFull() {
        database.execute(
                "CREATE TABLE place (x int, y int, PRIMARY KEY (x, y)); INSERT INTO place VALUES (1, 2);"
                        + "CREATE TABLE simple (a int, b int, FOREIGN KEY (a, b) REFERENCES place (x, y));"
                        + "CREATE TABLE whole (a int, b int, FOREIGN KEY (b, a) REFERENCES place (y, x) MATCH FULL);"
                        + "INSERT INTO simple VALUES (1, 2), (1, NULL), (9, NULL); INSERT INTO whole VALUES (1, 2), (NULL, NULL)");
        assertThat(check().broken()).isEmpty();
        database.execute(UNCHECKED + "INSERT INTO whole VALUES (1, NULL)");
        assertThat(check().broken()).singleElement().asString().contains("whole_b_a_fkey");
        database.execute(UNCHECKED + "INSERT INTO simple VALUES (2, 1)");
        assertThat(check().broken()).hasSize(2);
    }

    @Test
    void partitionsBelongToTheirTableAndChildrenByInheritanceDoNot() {
        database.execute("CREATE TABLE pk (id int PRIMARY KEY) PARTITION BY LIST (id);"
                + "CREATE TABLE pk1 PARTITION OF pk FOR VALUES IN (1); CREATE TABLE pk2 PARTITION OF pk FOR VALUES IN (2);"
                + "CREATE TABLE fk (id int REFERENCES pk) PARTITION BY LIST (id);"
                + "CREATE TABLE fk1 PARTITION OF fk FOR VALUES IN (1); CREATE TABLE fk2 PARTITION OF fk DEFAULT;"
                + "INSERT INTO pk VALUES (1), (2); INSERT INTO fk VALUES (1), (2);"
                + "CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child () INHERITS (parent);"
                + "CREATE TABLE points (id int REFERENCES parent); INSERT INTO child VALUES (5)");
        assertThat(check()).isEqualTo(new ForeignKeys(2, List.of(), List.of()));
        database.execute(UNCHECKED + "INSERT INTO fk VALUES (3); INSERT INTO points VALUES (5)");
        assertThat(check().broken())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("fk_id_fkey on public.fk "),
                        line -> assertThat(line).contains("points_id_fkey on public.points "));
        Optional<Set<QualifiedName>> part = Optional.of(Set.of(QualifiedName.of("public", "fk2")));
        assertThat(ForeignKeys.check(connection, part, LONG).broken()).hasSize(1);
    }

    @Test
    void onlyTheTablesAskedForAreLookedAtFromBothEnds() {
        database.execute(
                "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY REFERENCES a);"
                        + "CREATE TABLE c (id int REFERENCES b); CREATE SCHEMA s; CREATE TABLE s.a (id int REFERENCES public.b)");
        assertThat(ForeignKeys.check(connection, Optional.of(Set.of(QualifiedName.of("a"))), LONG)
                        .checked())
                .isEqualTo(1);
        assertThat(ForeignKeys.check(connection, Optional.of(Set.of(QualifiedName.of("public", "b"))), LONG)
                        .checked())
                .isEqualTo(3);
        assertThat(ForeignKeys.check(connection, Optional.of(Set.of()), LONG).checked())
                .isZero();
    }

    @Test
    void typesAndCollationsThatDifferAreComparedAsTheServerDoes() {
        database.execute("CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        database.execute("CREATE TABLE names (name text COLLATE nocase PRIMARY KEY, short varchar(9) UNIQUE);"
                + "CREATE TABLE uses (name text COLLATE \"C\", short varchar(5) REFERENCES names (short),"
                + " code char(3))");
        // from 18 on two such collations must be the same
        if (database.major() < 18) {
            database.execute("ALTER TABLE uses ADD FOREIGN KEY (name) REFERENCES names");
        }
        database.execute("INSERT INTO names VALUES ('ANNA', 'x'); INSERT INTO uses VALUES ('"
                + (database.major() < 18 ? "anna" : "ANNA") + "', 'x')");
        assertThat(check().notChecked()).isEmpty();
        assertThat(check().broken()).isEmpty();
    }

    @Test
    void aKeyThatWasNeverValidatedIsNotExpectedToHold() {
        database.execute("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int); INSERT INTO b VALUES (1);"
                + "ALTER TABLE b ADD FOREIGN KEY (id) REFERENCES a NOT VALID");
        assertThat(check().checked()).isZero();
    }

    @Test
    void aTemporalKeyIsNamedAsNotChecked() {
        assumeTrue(database.major() >= 18, "PERIOD is of PostgreSQL 18");
        database.execute("CREATE TABLE a (id int4range, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS));"
                + "CREATE TABLE b (id int4range, valid daterange,"
                + " FOREIGN KEY (id, PERIOD valid) REFERENCES a (id, PERIOD valid))");
        assertThat(check().notChecked()).containsExactly("b_id_valid_fkey on public.b: its last column is a PERIOD");
    }

    @Test
    void whatDoesNotFitIntoTheBudgetOrIsLockedIsNamedAsNotChecked() throws SQLException {
        database.execute("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a)");
        assertThat(ForeignKeys.check(connection, Optional.empty(), Duration.ZERO)
                        .notChecked())
                .containsExactly("b_id_fkey on public.b: not done within 0 s");
        try (Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE b");
            assertThat(ForeignKeys.check(connection, Optional.empty(), Duration.ofMillis(200))
                            .notChecked())
                    .containsExactly("b_id_fkey on public.b: not done within 0.2 s");
            assertThat(check().notChecked())
                    .containsExactly("b_id_fkey on public.b: canceling statement due to lock timeout");
        }
        assertThat(check().checked()).isEqualTo(1);
    }

    @Test
    void rowsThatTheRoleMayNotSeeAreNotTakenForMissing() throws SQLException {
        String role = "weak_" + database.name();
        database.execute("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int REFERENCES a);"
                + "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); ALTER TABLE a ENABLE ROW LEVEL SECURITY;"
                + "CREATE ROLE " + role + " LOGIN PASSWORD 'x'; GRANT SELECT ON a, b TO " + role);
        var weak = new TestDatabase(
                database.name(),
                database.major(),
                database.settings().withCredentials(Optional.of(role), Optional.of(new Secret("x"))));
        try (Connection other = weak.connect()) {
            assertThat(ForeignKeys.check(other, Optional.empty(), LONG))
                    .isEqualTo(new ForeignKeys(
                            0,
                            List.of(),
                            List.of("b_id_fkey on public.b: query would be affected by row-level security"
                                    + " policy for table \"a\"")));
        }
        database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }

    @Test
    void aLostConnectionIsAnError() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            database.query("select pg_terminate_backend(" + row.getInt(1) + ", 10000)");
        }
        assertThatThrownBy(this::check).isInstanceOf(EnvironmentException.class);
    }
}
