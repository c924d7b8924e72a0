package dev.belay.maven;

import dev.belay.backup.BackupKey;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.ShellWord;
import dev.belay.postgres.PostgresUrl;
import dev.belay.report.BackupText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The commands that messages propose, with what was typed to find database and scripts: a command that is pasted has to
 * reach the same ones. Passwords are not typed again.
 */
final class Retyped {

    private static final Pattern COMMAND = Pattern.compile("mvn db:([a-z]+)");

    /** What says which database and which scripts are meant. */
    private static final List<String> MEANING = List.of(
            "db.url",
            "db.user",
            "db.serverId",
            "db.environment",
            "db.embedded",
            "db.locations",
            "db.schemas",
            "db.defaultSchema",
            "db.table",
            "db.scratch",
            "db.scratch.version",
            "db.scratch.init",
            "db.scratch.superuser");

    /** Flyway's own settings say how scripts are named and read, and may hold passwords, as placeholders may. */
    private static final Pattern OF_FLYWAY = Pattern.compile("flyway\\..+|db\\.placeholders\\..+");

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(?:placeholders|password|token|url|user|properties|secret).*");

    /** Goals that look among the backups, which may be elsewhere than where they are by default. */
    private static final Set<String> WITH_BACKUPS = Set.of("backup", "backups", "upgrade", "downgrade");

    /** Goals that read or write one: its key is a file's name or a variable's, and never the key itself. */
    private static final Set<String> READING_BACKUPS = Set.of("backup", "backups", "upgrade", "downgrade", "restore");

    private final String prefix;
    private final String parameters;
    private final String backups;
    private final String reading;
    private final boolean keyTyped;

    /**
     * @param goals as they were typed, such as {@code db:upgrade} or with the plugin's coordinates
     * @param typed what was typed with {@code -D}
     */
    Retyped(List<String> goals, Map<String, String> typed) {
        this.prefix = goals.stream()
                .filter(goal -> goal.contains("migration-maven-plugin:"))
                .map(goal -> goal.substring(0, goal.lastIndexOf(':')))
                .findFirst()
                .orElse("db");
        List<String> flyway = typed.keySet().stream()
                .filter(name -> OF_FLYWAY.matcher(name).matches())
                .sorted()
                .toList();
        this.parameters = again(MEANING, typed) + again(flyway, typed);
        this.backups = again(List.of("db.backup.dir"), typed);
        this.keyTyped = typed.containsKey("db.backup.key");
        this.reading = again(List.of("db.backup.key", "db.backup.client"), typed);
    }

    private static String again(List<String> names, Map<String, String> typed) {
        return names.stream()
                .filter(typed::containsKey)
                .map(name -> " " + ShellWord.of("-D" + name + "=" + shown(name, typed.get(name))))
                .collect(Collectors.joining());
    }

    static Retyped of(Goal goal) {
        return new Retyped(goal.session().getGoals(), goal.isTyped() ? goal.typedProperties() : Map.of());
    }

    /** {@return the text with its commands made complete} */
    String in(String text) {
        String unnamed = keyTyped ? text.replace(BackupText.ITS_KEY, "") : text;
        return COMMAND.matcher(unnamed)
                .replaceAll(command -> Matcher.quoteReplacement("mvn " + prefix + ":" + command.group(1) + parameters
                        + (WITH_BACKUPS.contains(command.group(1)) ? backups : "")
                        + (READING_BACKUPS.contains(command.group(1)) ? reading : "")));
    }

    private static String shown(String name, String value) {
        if (OF_FLYWAY.matcher(name).matches()) {
            return SECRET.matcher(name).matches() ? "<the same value>" : value;
        }
        if (BackupKey.isOne(value)) {
            return "<the same value>";
        }
        boolean url = name.equals("db.url") || name.equals("db.scratch") && value.contains("://");
        return url && mayHoldPassword(value) ? "<the same URL>" : value;
    }

    private static boolean mayHoldPassword(String url) {
        try {
            return PostgresUrl.parse(url, "db.url").password().isPresent();
        } catch (RefusalException e) {
            // what cannot be read may hold anything
            return true;
        }
    }
}
