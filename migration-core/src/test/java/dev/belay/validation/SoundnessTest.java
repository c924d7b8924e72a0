package dev.belay.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SoundnessTest extends DatabaseReadingTest {

    @Test
    void whatIsNotInForceAnyMoreIsToldAndWhatWasNotBeforeIsNot() {
        database.execute("CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 1), (1, 1);"
                + "ALTER TABLE t ADD CONSTRAINT old CHECK (a > 0) NOT VALID");
        Soundness before = Soundness.read(connection);
        assertThat(before)
                .isEqualTo(new Soundness(
                        Set.of(), Map.of("old on public.t", "ALTER TABLE public.t VALIDATE CONSTRAINT old;")));
        assertThat(before.worseThan(before)).isEmpty();

        assertThatThrownBy(() -> database.execute("CREATE UNIQUE INDEX CONCURRENTLY once ON t (a)"))
                .hasStackTraceContaining("could not create unique index");
        database.execute(
                "ALTER TABLE t ADD CONSTRAINT \"New\" CHECK (b > 0) NOT VALID;"
                        + "CREATE DOMAIN positive AS int; ALTER DOMAIN positive ADD CONSTRAINT more CHECK (value > 0) NOT VALID");
        assertThat(Soundness.read(connection).worseThan(before))
                .containsExactly(
                        "the index public.once is invalid, and was not before: REINDEX INDEX CONCURRENTLY"
                                + " public.once; or DROP INDEX CONCURRENTLY public.once;",
                        "the constraint \"New\" on public.t is not validated, and was not before:"
                                + " ALTER TABLE public.t VALIDATE CONSTRAINT \"New\";",
                        "the constraint more on public.positive is not validated, and was not before:"
                                + " ALTER DOMAIN public.positive VALIDATE CONSTRAINT more;");

        database.execute("DROP INDEX once; ALTER TABLE t VALIDATE CONSTRAINT \"New\";"
                + "ALTER TABLE t VALIDATE CONSTRAINT old; ALTER DOMAIN positive VALIDATE CONSTRAINT more");
        assertThat(Soundness.read(connection)).isEqualTo(new Soundness(Set.of(), Map.of()));
    }

    @Test
    void aPartitionedIndexWithoutItsPartsIsInvalid() {
        database.execute(
                "CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);"
                        + "CREATE INDEX whole ON ONLY p (a)");
        assertThat(Soundness.read(connection).invalidIndexes()).containsExactly("public.whole");
    }

    @Test
    void aConstraintThatIsNotEnforcedIsMeantSo() {
        assumeTrue(database.major() >= 18, "NOT ENFORCED is of PostgreSQL 18");
        database.execute("CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0) NOT ENFORCED)");
        assertThat(Soundness.read(connection).notValidated()).isEmpty();
    }
}
