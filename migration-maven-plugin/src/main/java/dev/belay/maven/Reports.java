package dev.belay.maven;

import dev.belay.outcome.DidYouMean;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.report.JsonReport;
import dev.belay.report.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Hands a goal's result to the log and to the report folder. */
final class Reports {

    private static final String TEXT = "text";
    private static final String JSON = "json";
    private static final List<String> KNOWN = List.of(TEXT, JSON);

    private final List<String> formats;
    private final Path folder;
    private final ConsoleLog log;

    private Reports(List<String> formats, Path folder, ConsoleLog log) {
        this.formats = formats;
        this.folder = folder;
        this.log = log;
    }

    /**
     * {@return the reports that {@code db.reports} names}
     *
     * @throws RefusalException when it names another
     */
    static Reports of(List<String> names, Path folder, ConsoleLog log) {
        List<String> formats = names == null
                ? KNOWN
                : names.stream()
                        .filter(name -> name != null && !name.isBlank())
                        .map(String::strip)
                        .toList();
        formats.stream().filter(name -> !KNOWN.contains(name)).findFirst().ifPresent(name -> {
            Optional<String> near = DidYouMean.of(name, KNOWN);
            throw new RefusalException(Problem.of(
                    "db.reports names a format that is not known: " + name,
                    "Use " + String.join(", ", KNOWN) + "."
                            + near.map(n -> " Did you mean " + n + "?").orElse("")));
        });
        return new Reports(formats, folder, log);
    }

    void write(GoalResult result) {
        if (formats.contains(TEXT)) {
            result.lines().forEach(this::print);
        }
        if (formats.contains(JSON) && result.outcome().isPresent()) {
            Path file = new JsonReport().write(folder, result.outcome().get());
            log.debug("Wrote " + file);
        }
    }

    private void print(Line line) {
        switch (line.level()) {
            case DETAIL -> log.debug(line.text());
            case INFO -> log.info(line.text());
            case WARN -> log.warn(line.text());
            case ERROR -> log.error(line.text());
        }
    }
}
