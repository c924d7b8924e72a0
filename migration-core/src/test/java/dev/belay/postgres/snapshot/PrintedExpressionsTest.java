package dev.belay.postgres.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.schema.Difference;
import dev.belay.schema.ObjectId;
import dev.belay.schema.SchemaDiff;
import dev.belay.schema.SchemaSnapshot;
import dev.belay.testing.EachServer;
import dev.belay.testing.PostgresExtension;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;

/** What the server has read from its own print, as a dump has it, is the same in a snapshot. */
@EachServer
@ExtendWith(PostgresExtension.class)
class PrintedExpressionsTest {

    /** Where no print shows whether the elements of an array are arrays. */
    private static final List<String> UNDECIDED = List.of(
            "app.any_of(VARIADIC ARRAY[s, s2])",
            "ta || ARRAY[s, s2] = ta",
            "CASE WHEN b THEN ARRAY[s, s2] ELSE ta END = ta",
            "CASE WHEN b THEN ARRAY[ARRAY[s, s2], ARRAY[s2, s]] ELSE ta END = ta",
            "coalesce(ta, ARRAY[s]) = ta",
            "CASE WHEN b THEN ARRAY[sa, sa] ELSE ta END = ta",
            "CASE WHEN b THEN ARRAY[ARRAY[[s, 'a']], ARRAY[sa]] ELSE ta END = ta");

    @Parameter
    TestServer server;

    @Test
    void whatIsReadFromItsOwnPrintIsTheSame() throws SQLException {
        TestDatabase first = server.newDatabase();
        TestDatabase second = server.newDatabase();
        assertThat(WrittenExpressions.make(first)).isEmpty();
        List<String> once = WrittenExpressions.printed(first);
        second.execute(WrittenExpressions.resource("expressions-base.sql"));
        second.execute(WrittenExpressions.RENAMED);
        var statements = new ArrayList<>(List.of("SET search_path = pg_catalog", "SET check_function_bodies = off"));
        statements.addAll(once);
        assertThat(WrittenExpressions.execute(second, statements)).isEmpty();
        List<String> twice = WrittenExpressions.printed(second);

        List<Difference> left =
                SchemaDiff.between(snapshot(first), snapshot(second)).differences();
        assertThat(left)
                .allSatisfy(each -> assertThat(PrintedForm.mayBecome(
                                each.id().type(),
                                each.before().orElseThrow().definition(),
                                each.after().orElseThrow().definition()))
                        .as(each.toString())
                        .isTrue());
        assertThat(left.stream().map(Difference::id).filter(PrintedExpressionsTest::isCondition))
                .extracting(WrittenExpressions::condition)
                .containsExactlyInAnyOrderElementsOf(UNDECIDED);
        assertThat(once).hasSizeGreaterThan(1200);
        assertThat(twice).hasSameSizeAs(once);
        // or there was nothing to be shown
        var otherwise = new ArrayList<>(once);
        otherwise.removeAll(twice);
        assertThat(otherwise).hasSizeGreaterThan(150);
        server.drop(first);
        server.drop(second);
    }

    private static boolean isCondition(ObjectId id) {
        return id.type().equals("view") && id.identity().matches("app\\.v\\d+");
    }

    private static SchemaSnapshot snapshot(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            return SnapshotReader.read(connection, Set.of());
        }
    }
}
