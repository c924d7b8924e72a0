package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.Finding;
import dev.belay.testing.TestBinaries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a script holds: a finding at its place, those of the other scripts beside it, and no hang. */
@Timeout(600)
class BadInputTest {

    @TempDir
    Path folder;

    private final StringBuilder scripts = new StringBuilder();
    private Duration limit = Duration.ofMinutes(2);

    private void script(String name, String sql) {
        scripts.append("--- ").append(name).append('\n').append(sql).append('\n');
    }

    private List<String> places() {
        script("V99__last.sql", "CREATE INDEX orders_n ON orders (n);");
        return new TracedExample(folder, TestBinaries.defaultMajor())
                        .limit(limit)
                        .withBase("V1__base.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, n int);")
                        .with(scripts.toString())
                        .findings()
                        .stream()
                        .filter(finding -> !finding.rule().value().equals("version-has-no-undo"))
                        .map(BadInputTest::place)
                        .toList();
    }

    private static String place(Finding finding) {
        return finding.place() + " " + finding.rule();
    }

    @Test
    void oneSyntaxErrorHidesNothing() {
        script("V2__a.sql", "CREATE TABEL b ();\nDROP TABLE orders CASCADE;\nCREATE TABLE orders (n int PRIMARY KEY);");
        assertThat(places()).contains("V2__a.sql:1:8 statement-fails", "V2__a.sql:2:1 drop-table-loses-data");
    }

    @Test
    void whatEndsOrHoldsTheSession() {
        limit = Duration.ofSeconds(4);
        script("V2__loop.sql", "DO $$ BEGIN LOOP END LOOP; END $$;");
        script("V3__kill.sql", "SELECT pg_terminate_backend(pg_backend_pid());");
        script("V4__discard.sql", "DISCARD ALL;");
        script("V5__open.sql", "BEGIN; CREATE TABLE opened (id bigint PRIMARY KEY);");
        script("V6__commit.sql", "CREATE TABLE c (id bigint PRIMARY KEY); COMMIT; SELECT 1;");
        script("V7__role.sql", "SET LOCAL search_path = ''; SET LOCAL client_min_messages = error; RESET work_mem;");
        assertThat(places())
                .containsExactly(
                        "V2__loop.sql:1:1 statement-times-out",
                        "V3__kill.sql:1:1 function-leaves-the-database",
                        "V3__kill.sql:1:1 statement-ends-session",
                        "V4__discard.sql:1:1 session-is-reset",
                        "V5__open.sql:1:1 transaction-control-in-script",
                        "V6__commit.sql:1:41 transaction-control-in-script",
                        "V99__last.sql:1:1 index-blocks-writes");
    }

    @Test
    void whatGetsAtTheServerIsRefusedThere() {
        script(
                "V2__out.sql",
                "COPY orders FROM PROGRAM 'id';\nSELECT pg_read_file('PG_VERSION');\nALTER SYSTEM SET work_mem = '1GB';");
        script("V3__trace.sql", "DROP SCHEMA belay_trace CASCADE;");
        assertThat(places())
                .contains(
                        "V2__out.sql:1:1 copy-leaves-the-database",
                        "V2__out.sql:1:1 statement-fails",
                        "V2__out.sql:2:1 function-leaves-the-database",
                        "V2__out.sql:3:1 cluster-wide-change",
                        "V3__trace.sql:1:1 statement-fails",
                        "V99__last.sql:1:1 index-blocks-writes");
    }

    @Test
    void whatIsLargeOrDeep() {
        script(
                "V2__many.sql",
                "CREATE TABLE many (id bigint PRIMARY KEY, t text);\n"
                        + IntStream.range(0, 20_000)
                                .mapToObj(i -> "INSERT INTO many VALUES (" + i + ", '" + "x".repeat(400) + "');")
                                .collect(Collectors.joining("\n")));
        script("V3__deep.sql", "SELECT " + "(".repeat(10_000) + "1" + ")".repeat(10_000) + ";");
        script("V4__long.sql", "INSERT INTO many VALUES (-1, '" + "y".repeat(3_000_000) + "');");
        script("V5__notices.sql", "DO $$ BEGIN FOR i IN 1..20000 LOOP RAISE NOTICE '%', i; END LOOP; END $$;");
        script("V6__empty.sql", "-- nothing");
        assertThat(places())
                .filteredOn(place -> !place.startsWith("V2"))
                .hasSize(3)
                .anySatisfy(place -> assertThat(place).matches("V3__deep.sql:1:\\d+ statement-fails"))
                .contains("V6__empty.sql script-is-empty", "V99__last.sql:1:1 index-blocks-writes");
    }
}
