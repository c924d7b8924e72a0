package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class GitlabReportTest {

    private static JsonNode issues() throws IOException {
        return new ObjectMapper().readTree(GitlabReport.bytes(CheckSample.report()));
    }

    @Test
    void anIssueHasWhatGitLabReads() throws IOException {
        JsonNode issue = issues().get(3);
        assertThat(issue.fieldNames())
                .toIterable()
                .containsExactly("description", "check_name", "fingerprint", "severity", "location");
        assertThat(issue.at("/description").asText())
                .isEqualTo("Every row of legacy_invoice is lost. Rename it first. Drop it a release later.");
        assertThat(issue.at("/check_name").asText()).isEqualTo("drop-table-loses-data");
        assertThat(issue.at("/location").toString())
                .isEqualTo("{\"path\":\"" + SampleScripts.FOLDER + "V42__drop_legacy.sql\",\"lines\":{\"begin\":1}}");
    }

    @Test
    void severitiesAreGitLabs() throws IOException {
        assertThat(issues().findValuesAsText("severity"))
                .containsExactly("critical", "critical", "major", "critical", "major", "minor", "major");
    }

    @Test
    void fingerprintsAreDifferent() throws IOException {
        assertThat(issues().findValuesAsText("fingerprint")).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void whatIsAllowedIsNoIssue() throws IOException {
        assertThat(issues().findValuesAsText("check_name")).doesNotContain("rename-column-breaks-clients");
    }
}
