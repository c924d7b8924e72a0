package dev.belay.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.rule.Rule;
import dev.belay.rule.data.DataRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The reference pages in {@code docs/rules} are those of the rules that there are. */
class RulePagesTest {

    private static final String COMMAND = "mvn -pl migration-core test -Dtest=RulePagesTest -Dbelay.rulePages=write";

    private static Map<Integer, String> hazards() throws IOException {
        try (InputStream text = RulePagesTest.class.getResourceAsStream("/hazards.txt")) {
            var hazards = new TreeMap<Integer, String>();
            new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .forEach(row -> hazards.put(Integer.parseInt(row[0]), row[1]));
            return hazards;
        }
    }

    private static Map<String, String> pages(List<Rule> rules) throws IOException {
        return new RulePages(rules, hazards()).files();
    }

    private static Path folder() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/architecture.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs/rules");
    }

    private static Map<String, String> there(Path folder) throws IOException {
        var texts = new TreeMap<String, String>();
        if (Files.exists(folder)) {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    texts.put(
                            file.getFileName().toString(),
                            Files.readString(file).replace("\r\n", "\n"));
                }
            }
        }
        return texts;
    }

    private static void write(Path folder, Map<String, String> pages) throws IOException {
        Files.createDirectories(folder);
        for (String name : there(folder).keySet()) {
            if (!pages.containsKey(name)) {
                Files.delete(folder.resolve(name));
            }
        }
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
    }

    @Test
    void everyRuleHasItsPageAndEveryPageItsRule() throws IOException {
        Map<String, String> pages = pages(Rules.ALL);
        if ("write".equals(System.getProperty("belay.rulePages"))) {
            write(folder(), pages);
        }
        Map<String, String> there = there(folder());
        assertThat(there.keySet()).as("docs/rules; to write it: " + COMMAND).isEqualTo(pages.keySet());
        pages.forEach((name, text) -> assertThat(there.get(name))
                .as("docs/rules/" + name + " is stale: " + COMMAND)
                .isEqualTo(text));
    }

    @Test
    void everyHazardThatARuleNamesIsInTheCatalogue() throws IOException {
        Set<Integer> known = hazards().keySet();
        assertThat(Rules.ALL)
                .allSatisfy(rule -> assertThat(known)
                        .as(rule.id().value())
                        .containsAll(rule.doc().hazards()));
    }

    @Test
    void aPageSaysWhenWhatInsteadAndHowToLiveWithIt() throws IOException {
        assertThat(pages(DataRules.ALL).get("drop-table-loses-data.md"))
                .contains(
                        "# drop-table-loses-data\n\n**high** · read from the script's text · [hazard](README.md#hazards) 32")
                .contains("**When:** DROP TABLE names a table that was there before the pending scripts.\n")
                .contains("**What happens:** Every row of it is lost", "**Instead:** Deploy code")
                .contains("## Found\n```sql\nDROP TABLE orders;\n```\n", "## Not found\n```sql\nALTER TABLE")
                .contains("-- db:allow drop-table-loses-data: <reason>", "-Ddb.rules.drop-table-loses-data=off");
    }

    @Test
    void theIndexNamesEachRuleByItsSeverityAndItsHazards() throws IOException {
        String index = pages(DataRules.ALL).get(RulePages.INDEX);
        assertThat(index.substring(index.indexOf("## high"), index.indexOf("## Hazards")))
                .contains("| [drop-table-loses-data](drop-table-loses-data.md) | DROP TABLE names", " | 32 |\n");
        assertThat(index).contains("| 32 | DROP TABLE | [drop-table-loses-data](drop-table-loses-data.md) |\n");
    }
}
