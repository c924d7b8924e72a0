package dev.belay.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an INSERT gives to its columns, by its text. */
class GivenValuesTest {

    private static final GivenValue CONSTANT = new GivenValue(false, Set.of());
    private static final GivenValue ELSEWHERE = new GivenValue(true, Set.of());

    private static List<GivenValue> values(String insert) {
        return GivenValues.of(insert).orElseThrow().values();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO state VALUES (1, 'new')",
                "insert into shop.state as s values (1, 'a, (b'), (2, $$c) ; d$$)",
                "INSERT INTO \"St,ate\" VALUES (-1, E'it\\'s'::text) ON CONFLICT DO NOTHING",
                "INSERT INTO state OVERRIDING SYSTEM VALUE VALUES (1, null)",
                "INSERT INTO state SELECT 1, 'new' UNION ALL SELECT 2, 'old'",
                "INSERT INTO state SELECT 1, 'new' WHERE NOT EXISTS (SELECT 1 FROM state)",
                "INSERT INTO state VALUES (1, ARRAY['a', 'b'])"
            })
    void constantsAreTheSameEverywhere(String insert) {
        assertThat(values(insert)).containsExactly(CONSTANT, CONSTANT);
    }

    @Test
    void aFunctionIsNamedForTheServerToSayWhatItIs() {
        assertThat(values("INSERT INTO t VALUES (lower('A'), GEN_RANDOM_UUID(), 1), ('b', \"Mine\"(2), 3)"))
                .containsExactly(
                        new GivenValue(false, Set.of("lower")),
                        new GivenValue(false, Set.of("gen_random_uuid", "Mine")),
                        CONSTANT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "current_timestamp",
                "CURRENT_USER",
                "DEFAULT",
                "(SELECT max(id) FROM state)",
                "'now'::timestamp",
                "' Today '::date"
            })
    void whatTheTimeTheSessionOrRowsGiveIsAnother(String expression) {
        assertThat(values("INSERT INTO t VALUES (1, " + expression + ")"))
                .satisfies(values -> assertThat(values.get(0)).isEqualTo(CONSTANT))
                .satisfies(values -> assertThat(values.get(1).elsewhere()).isTrue());
    }

    @Test
    void aColumnOfAnotherTableIsAnotherValueAndAConstantBesideItIsNot() {
        assertThat(values("INSERT INTO t SELECT id, 'new' AS state, true FROM old WHERE x = 1"))
                .containsExactly(ELSEWHERE, CONSTANT, CONSTANT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "old.*", "DISTINCT *"})
    void allColumnsOfAnotherTableAreOtherValues(String list) {
        assertThat(values("INSERT INTO t SELECT " + list + " FROM old")).containsExactly(ELSEWHERE);
    }

    @Test
    void oneRowOfManyThatIsAnotherMakesTheColumnSo() {
        assertThat(values("INSERT INTO t VALUES (1), (DEFAULT), (3)")).containsExactly(ELSEWHERE);
    }

    @Test
    void columnsAreFoundByNameOrByPlace() {
        var named = GivenValues.of("INSERT INTO t (Name, \"Id\") VALUES (DEFAULT, 1)")
                .orElseThrow();
        assertThat(named.of("name", List.of())).contains(ELSEWHERE);
        assertThat(named.of("Id", List.of())).contains(CONSTANT);
        assertThat(named.of("state", List.of("state"))).isEmpty();
        var placed = GivenValues.of("INSERT INTO t VALUES (1, DEFAULT)").orElseThrow();
        assertThat(placed.of("b", List.of("a", "b", "c"))).contains(ELSEWHERE);
        assertThat(placed.of("c", List.of("a", "b", "c"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE t SET a = 1",
                "INSERT INTO t DEFAULT VALUES",
                "INSERT INTO t OVERRIDING USER VALUE VALUES (1)",
                "INSERT INTO t VALUES (1), (2, 3)",
                "INSERT INTO t (a, b) VALUES (1)",
                "INSERT INTO t (a.b) VALUES (1)",
                "INSERT INTO t WITH x AS (SELECT 1) SELECT * FROM x",
                "INSERT INTO t (SELECT 1)",
                "INSERT INTO t",
                "INSERT INTO t VALUES (1"
            })
    void whatIsNotUnderstoodGivesNothing(String sql) {
        assertThat(GivenValues.of(sql)).isEmpty();
    }
}
