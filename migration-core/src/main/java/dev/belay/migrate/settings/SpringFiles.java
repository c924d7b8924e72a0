package dev.belay.migrate.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Spring Boot's application files out of the resource folders, in Spring's order: the folder, then {@code config/}
 * below it; in each {@code .yaml}, {@code .yml}, {@code .properties}, the later the stronger.
 */
final class SpringFiles {

    private static final Pattern MAVEN_TOKEN = Pattern.compile("@([A-Za-z0-9_.-]+)@");
    private static final Pattern DOCUMENT_BREAK = Pattern.compile("(?m)^[#!]---[ \\t]*\\R?");
    private static final List<String> EXTENSIONS = List.of(".yaml", ".yml", ".properties");

    private final ProjectLayout layout;
    private final Map<String, String> projectProperties;
    private final Consumer<String> notes;

    /**
     * @param layout where the resource folders are
     * @param projectProperties for {@code @name@}, which Spring Boot's parent POM lets Maven replace
     * @param notes takes a sentence about a file that was passed over
     */
    SpringFiles(ProjectLayout layout, Map<String, String> projectProperties, Consumer<String> notes) {
        this.layout = layout;
        this.projectProperties = projectProperties;
        this.notes = notes;
    }

    /** {@return the documents of {@code application.*}, weakest first} */
    List<SpringDocument> common() {
        return read("application");
    }

    /** {@return the documents of {@code application-<profile>.*}, weakest first} */
    List<SpringDocument> ofProfile(String profile) {
        return read("application-" + profile);
    }

    private List<SpringDocument> read(String name) {
        var documents = new ArrayList<SpringDocument>();
        for (ResourceDirectory directory : layout.withDefaultResources()) {
            for (Path folder : List.of(directory.path(), directory.path().resolve("config"))) {
                for (String extension : EXTENSIONS) {
                    Path file = folder.resolve(name + extension);
                    if (Files.isRegularFile(file)) {
                        documents.addAll(documents(file, extension));
                    }
                }
            }
        }
        return documents;
    }

    private List<SpringDocument> documents(Path file, String extension) {
        String shown = layout.show(file);
        String text = withMavenTokens(SettingText.read(file, StandardCharsets.UTF_8, shown));
        try {
            return extension.equals(".properties") ? properties(shown, text) : yaml(shown, text);
        } catch (IOException | IllegalArgumentException e) {
            String place = e instanceof JsonProcessingException json && json.getLocation() != null
                    ? ":" + json.getLocation().getLineNr() + ":"
                            + json.getLocation().getColumnNr()
                    : "";
            if (text.contains("flyway")) {
                throw new RefusalException(
                        Problem.of(shown + place + " cannot be read, and it speaks of Flyway", "correct the line"), e);
            }
            notes.accept(shown + place + " cannot be read; it does not speak of Flyway and is passed over");
            return List.of();
        }
    }

    /** A token that Maven knows and we do not becomes a Spring placeholder: bare, it is not even YAML. */
    private String withMavenTokens(String text) {
        return MAVEN_TOKEN.matcher(text).replaceAll(match -> {
            String value = projectProperties.get(match.group(1));
            return Matcher.quoteReplacement(value == null ? "${" + match.group(1) + "}" : value);
        });
    }

    private static List<SpringDocument> properties(String shown, String text) throws IOException {
        var documents = new ArrayList<SpringDocument>();
        for (String part : DOCUMENT_BREAK.split(text)) {
            var properties = new Properties();
            properties.load(new StringReader(part));
            var values = new LinkedHashMap<String, String>();
            properties.stringPropertyNames().stream()
                    .sorted()
                    .forEach(key -> values.put(key, properties.getProperty(key)));
            documents.add(new SpringDocument(shown, values));
        }
        return documents;
    }

    private static List<SpringDocument> yaml(String shown, String text) throws IOException {
        var documents = new ArrayList<SpringDocument>();
        try (MappingIterator<JsonNode> nodes =
                new YAMLMapper().readerFor(JsonNode.class).readValues(text)) {
            while (nodes.hasNextValue()) {
                var values = new LinkedHashMap<String, String>();
                JsonNode node = nodes.nextValue();
                if (node != null) {
                    flatten("", node, values);
                }
                documents.add(new SpringDocument(shown, values));
            }
        }
        return documents;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                            entry.getValue(),
                            values));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(prefix + "[" + i + "]", node.get(i), values);
            }
        } else if (!prefix.isEmpty()) {
            values.put(prefix, node.isNull() ? "" : node.asText());
        }
    }
}
