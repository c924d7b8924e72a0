package dev.belay.analysis;

import dev.belay.finding.Finding;
import dev.belay.migrate.PreparedScript;
import dev.belay.parse.ParsedScript;
import dev.belay.parse.Placeholders;
import dev.belay.parse.ScriptReader;
import dev.belay.rule.ScriptsContext;
import dev.belay.rule.ScriptsContext.Changed;
import dev.belay.rule.ScriptsContext.Highest;
import dev.belay.rule.ScriptsContext.Known;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import dev.belay.script.ScriptSet;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An example of a rule, in the format that {@link dev.belay.rule.RuleDoc} describes, as the analyzer wants it. */
final class Example {

    private static final Pattern HEAD = Pattern.compile("(?m)^--- (\\S+)(?: \\((\\w+)\\))?$\\R?");
    private static final Comparator<ScriptFile> BY_VERSION =
            Comparator.comparing((ScriptFile script) -> script.name().version().orElse(Version.of("0")));

    /** Allowances of the examples expire long before or after it. */
    static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

    private final List<ScriptFile> scripts = new ArrayList<>();
    private final Set<ScriptFile> pending = new HashSet<>();
    private final List<ScriptSet.Misnamed> misnamed = new ArrayList<>();
    private final List<Changed> changed = new ArrayList<>();
    private final List<Known> deleted = new ArrayList<>();
    private final List<Known> gained = new ArrayList<>();
    private final Map<Version, Known> base = new HashMap<>();
    private final Map<String, String> queries = new LinkedHashMap<>();
    private final Map<String, String> confs = new HashMap<>();

    private Example() {}

    static List<Finding> check(String text) {
        return analyze(text, RuleSettings.DEFAULT).findings();
    }

    static Analyzer.Analysis read(String text) {
        return new Analyzer(Rules.ALL, Example::read, "public", 17).analyze(of(text));
    }

    static Verdict.Result analyze(String text, RuleSettings settings) {
        return analyze(text, settings, 17);
    }

    static Verdict.Result analyze(String text, RuleSettings settings, int major) {
        ScriptsContext context = of(text);
        var rules = settings.on(Rules.ALL);
        return new Verdict(rules, settings, context.scripts(), TableSizes.UNKNOWN, TODAY)
                .of(new Analyzer(rules, Example::read, "public", major).analyze(context));
    }

    /**
     * An example with what the application sends.
     *
     * @param base scripts that are there before
     * @param queries texts by file name
     */
    record WithQueries(List<ScriptFile> base, List<ScriptReading> pending, Map<String, String> queries) {}

    static WithQueries withQueries(String text) {
        Example example = parse(text);
        ScriptsContext context = example.context();
        return new WithQueries(
                context.scripts().versioned().stream()
                        .filter(script -> !context.pending().contains(script))
                        .toList(),
                new Analyzer(List.of(), Example::read, "public", 17)
                        .analyze(context)
                        .readings(),
                example.queries);
    }

    static PreparedScript prepared(ScriptReading reading) {
        return new PreparedScript(reading.script(), reading.text(), reading.parsed(), reading.inTransaction());
    }

    private static PreparedScript read(ScriptFile script) {
        ParsedScript parsed =
                ScriptReader.parse(script.script(), script.text(), Placeholders.of(Map.of("schema", "app")));
        boolean inTransaction = !script.conf().orElse("").contains("executeInTransaction=false");
        return new PreparedScript(script, script.text(), parsed, inTransaction);
    }

    static ScriptsContext of(String text) {
        return parse(text).context();
    }

    private static Example parse(String text) {
        var example = new Example();
        Matcher head = HEAD.matcher(text);
        if (!head.find()) {
            example.add("V2__pending.sql", "", text);
            return example;
        }
        int start;
        String name;
        String word;
        boolean more = true;
        while (more) {
            name = head.group(1);
            word = Optional.ofNullable(head.group(2)).orElse("");
            start = head.end();
            more = head.find();
            example.add(name, word, text.substring(start, more ? head.start() : text.length()));
        }
        return example;
    }

    private void add(String fileName, String word, String text) {
        if (fileName.endsWith(".conf")) {
            confs.put(fileName, text);
            return;
        }
        if (word.equals("query")) {
            queries.put(fileName, text);
            return;
        }
        Optional<ScriptName> name = TestNames.read(fileName);
        if (name.isEmpty()) {
            misnamed.add(new ScriptSet.Misnamed(fileName, "db/" + fileName, "there is no __ behind the version"));
            return;
        }
        var known = new Known(name.get(), fileName, "db/" + fileName);
        var script = new MemoryScript(
                name.get(), fileName, "db/" + fileName, text, Optional.ofNullable(confs.get(fileName + ".conf")));
        switch (word) {
            case "base" -> {
                scripts.add(script);
                name.get().version().ifPresent(version -> base.put(version, known));
            }
            case "changed" -> {
                scripts.removeIf(other -> other.script().equals(fileName));
                scripts.add(script);
                Known before = base.getOrDefault(name.get().version().orElseThrow(), known);
                boolean renamed = !before.script().equals(fileName);
                scripts.removeIf(other -> other.script().equals(before.script()) && renamed);
                changed.add(new Changed(script, before, !renamed));
            }
            case "deleted" -> deleted.add(known);
            case "tip" -> gained.add(known);
            case "" -> {
                scripts.add(script);
                pending.add(script);
            }
            default -> throw new IllegalArgumentException("(" + word + ") behind " + fileName);
        }
    }

    private ScriptsContext context() {
        var set = new ScriptSet(
                of(ScriptType.VERSIONED),
                of(ScriptType.UNDO),
                of(ScriptType.REPEATABLE),
                of(ScriptType.CALLBACK),
                List.of(),
                misnamed);
        Optional<Highest> highest =
                base.keySet().stream().max(Version::compareTo).map(version -> new Highest(version, "origin/main"));
        return new ScriptsContext(set, pending, misnamed, changed, deleted, gained, highest, "origin/main");
    }

    private List<ScriptFile> of(ScriptType type) {
        return scripts.stream()
                .filter(script -> script.name().type() == type)
                .sorted(BY_VERSION)
                .toList();
    }
}
