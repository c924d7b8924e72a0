package dev.belay.analysis;

import dev.belay.finding.Finding;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.settings.FlywaySettings;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.outcome.Progress;
import dev.belay.rule.ScriptsContext;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptSet;
import dev.belay.server.EmbeddedScratch;
import dev.belay.testing.TestBinaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An example in the format of {@link dev.belay.rule.RuleDoc}, tried on a real server. */
final class TracedExample {

    private static final Pattern HEAD = Pattern.compile("(?m)^--- (\\S+)(?: \\((\\w+)\\))?$\\R?");

    private final Path folder;
    private final int major;
    private Duration limit = Duration.ofMinutes(2);
    private boolean superuser;
    private final Set<String> pending = new HashSet<>();

    /** @param folder empty; becomes a project */
    TracedExample(Path folder, int major) {
        this.folder = folder;
        this.major = major;
    }

    /** Adds a script, which the base has. */
    TracedExample withBase(String name, String sql) {
        write(name, sql);
        return this;
    }

    /** Adds the scripts of an example. */
    TracedExample with(String example) {
        Matcher head = HEAD.matcher(example);
        if (!head.find()) {
            pending.add("V2__pending.sql");
            write("V2__pending.sql", example);
            return this;
        }
        boolean more = true;
        while (more) {
            String name = head.group(1);
            if (!"base".equals(head.group(2)) && !name.endsWith(".conf")) {
                pending.add(name);
            }
            int start = head.end();
            more = head.find();
            write(name, example.substring(start, more ? head.start() : example.length()));
        }
        return this;
    }

    /** Scripts may do everything on the scratch server. */
    TracedExample privileged(boolean all) {
        superuser = all;
        return this;
    }

    /** No statement may take longer; usually no test gets there. */
    TracedExample limit(Duration each) {
        limit = each;
        return this;
    }

    /** {@return the verdict on the text and on the trace} */
    Verdict.Result check() {
        var settings = new FlywaySettings(Map.of(), List.of(), List.of());
        var project = MigrationProject.open(
                settings,
                LocationResolver.resolve(settings, ProjectLayout.standard(folder)),
                TracedExample.class.getClassLoader());
        ScriptSet scripts = project.scripts();
        var judged = new HashSet<ScriptFile>();
        Stream.of(scripts.versioned(), scripts.repeatable(), scripts.callbacks())
                .flatMap(List::stream)
                .filter(script -> pending.contains(script.script()))
                .forEach(judged::add);
        var context = new ScriptsContext(
                scripts, judged, List.of(), List.of(), List.of(), List.of(), Optional.empty(), "origin/main");
        var request = new ScratchRequest(
                () -> new EmbeddedScratch(major, TestBinaries.source(), TestBinaries.home(), Progress.SILENT),
                "shop",
                superuser,
                Optional.empty(),
                true,
                limit);
        try (Trial trial = Trial.begin(new ScratchTrace(request, project, judged, Map.of()))) {
            Analyzer.Analysis analysis =
                    new Analyzer(Rules.ALL, project::read, project.defaultSchema(), major).analyze(context);
            return new Verdict(Rules.ALL, RuleSettings.DEFAULT, scripts, TableSizes.UNKNOWN, LocalDate.of(2026, 1, 1))
                    .of(
                            analysis,
                            trial.run(analysis.untriable(), Optional.empty()).trace(),
                            Optional.empty());
        }
    }

    /** {@return what the check finds} */
    List<Finding> findings() {
        return check().findings();
    }

    private void write(String name, String text) {
        try {
            Path path = folder.resolve("src/main/resources/db/migration").resolve(name);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
