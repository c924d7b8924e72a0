package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.FailedOutcome;
import dev.belay.outcome.FailedOutcome.Ending;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportTest {

    @TempDir
    Path temp;

    @Test
    void writesTheRecordsFieldsInTheirOrder() throws IOException {
        Path file = new JsonReport().write(temp.resolve("target/db"), Samples.check(false, Samples.dropTable()));
        assertThat(file).isEqualTo(temp.resolve("target/db/check.json"));
        assertThat(Files.readString(file)).isEqualToNormalizingNewlines("""
                        {
                          "basis" : "new against origin/main (a1b2c3d)",
                          "advisory" : false,
                          "scripts" : [ "V41__drop.sql", "V42__x.sql" ],
                          "statements" : 3,
                          "opaque" : 1,
                          "unread" : [ {
                            "place" : "V42__x.sql:7:3",
                            "summary" : "SELEKT x"
                          } ],
                          "findings" : [ {
                            "rule" : "drop-table-loses-data",
                            "severity" : "high",
                            "evidence" : "static",
                            "script" : "V41__drop.sql",
                            "location" : "/project/V41__drop.sql",
                            "span" : {
                              "start" : {
                                "offset" : 20,
                                "line" : 3,
                                "column" : 1
                              },
                              "end" : {
                                "offset" : 37,
                                "line" : 3,
                                "column" : 18
                              }
                            },
                            "statement" : "DROP TABLE orders",
                            "message" : "Every row of orders is lost.",
                            "advice" : "Rename it first.\\nDrop it a release later."
                          } ],
                          "duration" : "PT2.14S"
                        }
                        """);
    }

    @Test
    void whatIsAbsentIsNull() throws IOException {
        Path file = new JsonReport().write(temp, Samples.check(false, Samples.noUndo()));
        assertThat(Files.readString(file)).contains("\"span\" : null", "\"statement\" : null");
    }

    @Test
    void replacesTheReportOfTheLastRunAndLeavesNothingElse() throws IOException {
        new JsonReport().write(temp, Samples.check(false, Samples.noUndo()));
        new JsonReport().write(temp, Samples.check(false));
        assertThat(temp.resolve("check.json")).content().contains("\"findings\" : [ ]");
        try (var files = Files.list(temp)) {
            assertThat(files).containsExactly(temp.resolve("check.json"));
        }
    }

    @Test
    void aFailureTakesThePlaceOfTheGoalsReport() throws IOException {
        var problem = Problem.of("V3__x.sql:3:1: no such column", "correct V3__x.sql")
                .withDetails(List.of("SELECT y"))
                .withState("shop is at version 2.");
        var failed = FailedOutcome.of(
                Ending.FAILED, "upgrade", problem, Optional.empty(), Optional.empty(), List.of("V2__a.sql"));

        assertThat(new JsonReport().write(temp, failed))
                .isEqualTo(temp.resolve("upgrade.json"))
                .content()
                .isEqualToNormalizingNewlines("""
                        {
                          "outcome" : "failed",
                          "goal" : "upgrade",
                          "what" : "V3__x.sql:3:1: no such column",
                          "place" : "V3__x.sql:3:1",
                          "details" : [ "SELECT y" ],
                          "state" : "shop is at version 2.",
                          "next" : "correct V3__x.sql",
                          "target" : null,
                          "run" : null,
                          "scripts" : [ "V2__a.sql" ]
                        }
                        """);
    }

    @Test
    void theReportOfAnEarlierRunIsRemoved() throws IOException {
        new JsonReport().write(temp, Samples.check(false));
        JsonReport.remove(temp, "check");
        JsonReport.remove(temp, "preview");
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aReportDirectoryThatCannotBeIsAnErrorWithTheRemedy() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThatThrownBy(() -> new JsonReport().write(file, Samples.check(false)))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("-Ddb.reportDir");
    }
}
