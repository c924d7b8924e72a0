package dev.belay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.shared.invoker.DefaultInvoker;
import org.apache.maven.shared.invoker.InvocationRequest;
import org.apache.maven.shared.invoker.InvocationResult;
import org.apache.maven.shared.invoker.MavenInvocationException;

/**
 * A copy of a project of {@code src/it}, and what is typed in it: {@code invoker.goals}, with {@code .1}, {@code .2} and
 * so on when it is several lines; {@code invoker.buildResult=failure}; {@code invoker.environmentVariables.NAME}.
 *
 * @param maven runs it
 * @param folder the copy
 */
record Scenario(TestMaven maven, Path folder) {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** Runs all lines in order; each must end as declared. */
    List<Run> run() throws IOException, MavenInvocationException {
        var declared = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("invoker.properties"))) {
            declared.load(reader);
        }
        var runs = new ArrayList<Run>();
        if (declared.containsKey("invoker.goals")) {
            runs.add(run(declared, ""));
        }
        for (int number = 1; declared.containsKey("invoker.goals." + number); number++) {
            runs.add(run(declared, "." + number));
        }
        return runs;
    }

    private Run run(Properties declared, String suffix) throws IOException, MavenInvocationException {
        String goals = declared.getProperty("invoker.goals" + suffix);
        InvocationRequest request = maven.request(folder, words(goals), environment(declared, suffix));
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        request.setOutputHandler(log::add);
        request.setErrorHandler(log::add);
        InvocationResult result = new DefaultInvoker().execute(request);
        Files.write(folder.resolve("build" + suffix + ".log"), log);
        var run = new Run(goals, result.getExitCode() == 0, List.copyOf(log));
        boolean success =
                !declared.getProperty("invoker.buildResult" + suffix, "success").equals("failure");
        assertThat(run.success()).as("success of %s:%n%s", goals, run.text()).isEqualTo(success);
        return run;
    }

    private static List<String> words(String goals) {
        return WORD.matcher(goals)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }

    private static Map<String, String> environment(Properties declared, String suffix) {
        String prefix = "invoker.environmentVariables.";
        var environment = new TreeMap<String, String>();
        for (String key : declared.stringPropertyNames()) {
            String name = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
            if (!name.isEmpty() && !name.contains(".")) {
                environment.put(name, declared.getProperty(key));
            } else if (!suffix.isEmpty() && name.endsWith(suffix)) {
                environment.put(name.substring(0, name.length() - suffix.length()), declared.getProperty(key));
            }
        }
        return environment;
    }

    /** {@return a file that the project has or that a run wrote} */
    String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    /** {@return the files below a folder that have one of these texts in them} */
    List<Path> filesWith(String below, List<String> texts) throws IOException {
        var found = new ArrayList<Path>();
        try (Stream<Path> files = Files.walk(folder.resolve(below))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (texts.stream().anyMatch(content::contains)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /**
     * One Maven.
     *
     * @param goals what was typed
     * @param success whether it exited with 0
     * @param log its output, line by line
     */
    record Run(String goals, boolean success, List<String> log) {

        String text() {
            return String.join(System.lineSeparator(), log);
        }

        /** Asserts that the log has these texts, in this order. */
        Run says(String... texts) {
            String log = text();
            int from = 0;
            for (String text : texts) {
                int at = log.indexOf(text, from);
                assertThat(at)
                        .as("'%s' in %s of%n%s", text, goals, log.substring(from))
                        .isNotNegative();
                from = at + text.length();
            }
            return this;
        }

        /** Asserts that the log has these texts, in any order: modules that are built at a time mix their lines. */
        Run contains(String... texts) {
            assertThat(text()).contains(texts);
            return this;
        }

        /** Asserts that nothing in the log has any of these texts. */
        Run neverSays(String... texts) {
            assertThat(text()).doesNotContain(texts);
            return this;
        }
    }
}
