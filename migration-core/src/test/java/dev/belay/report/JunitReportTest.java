package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.finding.FailOn;
import dev.belay.outcome.CheckOutcome;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class JunitReportTest {

    private static Document xml(FailOn failOn) throws Exception {
        CheckOutcome outcome = CheckSample.outcome();
        byte[] bytes = JunitReport.bytes(new CheckReport(outcome, CheckSample.rules(), failOn, SampleScripts.BASE));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    private static List<String> texts(Document xml, String path) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        var nodes = (NodeList) xpath.evaluate(path, xml, XPathConstants.NODESET);
        var texts = new ArrayList<String>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void aScriptIsASuite() throws Exception {
        assertThat(texts(xml(FailOn.HIGH), "/testsuites/testsuite/@name"))
                .containsExactly(
                        "V41__order_state.sql",
                        "V42__drop_legacy.sql",
                        "V43__größe.sql",
                        "V44__customer_email.sql",
                        "U41__order_state.sql");
    }

    @Test
    void aFindingIsATestAndSoIsAStatementWithoutOne() throws Exception {
        assertThat(texts(xml(FailOn.HIGH), "//testsuite[1]/testcase/@name"))
                .containsExactly(
                        "index-blocks-writes at line 3:1",
                        "foreign-key-scans-table at line 7:1",
                        "update-touches-many-rows at line 9:1",
                        "line 2: SET LOCAL lock_timeout = '2s'");
        assertThat(texts(xml(FailOn.HIGH), "//testsuite[4]/testcase/@time")).containsExactly("1.240");
    }

    @Test
    void whatFailsTheBuildIsAFailureAndTheRestIsOutput() throws Exception {
        assertThat(texts(xml(FailOn.HIGH), "//testcase[failure]/@name")).hasSize(3);
        assertThat(texts(xml(FailOn.HIGH), "//testcase[system-out]/@name")).hasSize(4);
        assertThat(texts(xml(FailOn.LOW), "//testcase[failure]/@name")).hasSize(7);
        assertThat(texts(xml(FailOn.NEVER), "//failure")).isEmpty();
        assertThat(texts(xml(FailOn.HIGH), "//failure[@type='high drop-table-loses-data']/@message"))
                .containsExactly("Every row of legacy_invoice is lost.");
    }

    @Test
    void whatIsAllowedIsSkipped() throws Exception {
        assertThat(texts(xml(FailOn.HIGH), "//testcase[skipped]/skipped/@message"))
                .containsExactly("allowed until 2027-01-31: nobody reads it");
    }

    @Test
    void theCountsAreTrue() throws Exception {
        Document xml = xml(FailOn.HIGH);
        assertThat(texts(xml, "/testsuites/@tests"))
                .containsExactly(String.valueOf(texts(xml, "//testcase").size()));
        assertThat(texts(xml, "/testsuites/@failures")).containsExactly("3");
        assertThat(texts(xml, "//testsuite[2]/@skipped")).containsExactly("1");
    }

    @Test
    void textStaysText() throws Exception {
        assertThat(texts(xml(FailOn.HIGH), "//failure[1]").get(0)).contains("'<script>alert(\"&amp;\")</script>%'");
        assertThat(String.join("", texts(xml(FailOn.HIGH), "//system-out"))).contains("DEFAULT '␇'", "💥", "␛[31m");
    }
}
