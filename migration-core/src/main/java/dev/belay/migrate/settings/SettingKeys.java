package dev.belay.migrate.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What each {@code flyway.*} key is to Belay. The names are those of Flyway 13.12's {@code ConfigUtils} and of the
 * parameters of its tools.
 */
final class SettingKeys {

    /** What becomes of a key. */
    enum Kind {
        /** Goes into Flyway's configuration, or is read by Belay itself. */
        USED,
        /** Says which database; Belay takes that from {@code db.*} only. */
        TARGET,
        /** Of a paid edition, or something that Belay does in its own way. */
        NOT_USED,
        /** Steers the tool that read it (Flyway's Maven plugin, command line); of no meaning here. */
        TOOL,
        UNKNOWN
    }

    static final Set<String> BOOLEANS = Set.of(
            "baselineOnMigrate",
            "cleanDisabled",
            "communityDBSupportEnabled",
            "createSchemas",
            "detectEncoding",
            "executeInTransaction",
            "failOnMissingLocations",
            "group",
            "mixed",
            "outOfOrder",
            "outputQueryResults",
            "placeholderReplacement",
            "postgresql.transactional.lock",
            "skipDefaultCallbacks",
            "skipDefaultResolvers",
            "validateMigrationNaming",
            "validateOnMigrate");

    static final Set<String> OTHERS = Set.of(
            "baselineDescription",
            "baselineMigrationPrefix",
            "baselineVersion",
            "callbackLocations",
            "callbacks",
            "connectRetries",
            "connectRetriesInterval",
            "defaultSchema",
            "encoding",
            "ignoreMigrationPatterns",
            "initSql",
            "installedBy",
            "locations",
            "lockRetryCount",
            "placeholderPrefix",
            "placeholderSeparator",
            "placeholderSuffix",
            "powershellExecutable",
            "repeatableSqlMigrationPrefix",
            "resolvers",
            "schemas",
            "scriptPlaceholderPrefix",
            "scriptPlaceholderSuffix",
            "sqlMigrationPrefix",
            "sqlMigrationSeparator",
            "sqlMigrationSuffixes",
            "table",
            "tablespace",
            "target",
            "undoSqlMigrationPrefix",
            "workingDirectory");

    private static final Set<String> TARGET = Set.of("url", "user", "password", "driver", "serverId");

    private static final Set<String> NOT_USED = Set.of(
            "batch",
            "cherryPick",
            "dryRunOutput",
            "email",
            "errorOverrides",
            "kerberosConfigFile",
            "licenseKey",
            "offlinePermitPath",
            "skipExecutingMigrations",
            "stream",
            "token");

    private static final Set<String> NOT_USED_NAMESPACES = Set.of(
            "check", "clean", "dapr", "deploy", "gcsm", "oracle", "plugins", "redgateCompare", "sqlserver", "vault");

    private static final Set<String> TOOL = Set.of(
            "color",
            "configFileEncoding",
            "configFiles",
            "configurations",
            "current",
            "environment",
            "environmentProvisionMode",
            "failOnMissingTarget",
            "jarDirs",
            "loggers",
            "outputFile",
            "outputLogsInJson",
            "outputProgress",
            "outputType",
            "provisionMode",
            "reportEnabled",
            "reportFilename",
            "skip",
            "version");

    private static final Map<String, String> REMOVED = Map.of(
            "cleanOnValidationError", "Flyway no longer has it; delete the line",
            "ignoreFutureMigrations", "Flyway no longer has it; write flyway.ignoreMigrationPatterns=*:future",
            "ignoreIgnoredMigrations", "Flyway no longer has it; write flyway.ignoreMigrationPatterns=*:ignored",
            "ignoreMissingMigrations", "Flyway no longer has it; write flyway.ignoreMigrationPatterns=*:missing",
            "ignorePendingMigrations", "Flyway no longer has it; write flyway.ignoreMigrationPatterns=*:pending",
            "sqlMigrationSuffix", "Flyway no longer has it; write flyway.sqlMigrationSuffixes");

    private static final Map<String, String> BY_UNIFORM_NAME = Stream.of(
                    BOOLEANS, OTHERS, TARGET, NOT_USED, TOOL, REMOVED.keySet())
            .flatMap(Set::stream)
            .collect(Collectors.toMap(SettingKeys::uniform, Function.identity()));

    private SettingKeys() {}

    static Kind kind(String key) {
        if (!key.startsWith("flyway.")) {
            return Kind.UNKNOWN;
        }
        String name = key.substring("flyway.".length());
        if (BOOLEANS.contains(name) || OTHERS.contains(name) || isPlaceholder(key)) {
            return Kind.USED;
        }
        if (TARGET.contains(name) || name.startsWith("jdbcProperties.")) {
            return Kind.TARGET;
        }
        if (TOOL.contains(name)) {
            return Kind.TOOL;
        }
        int dot = name.indexOf('.');
        boolean foreign = dot > 0 && NOT_USED_NAMESPACES.contains(name.substring(0, dot));
        return foreign || NOT_USED.contains(name) ? Kind.NOT_USED : Kind.UNKNOWN;
    }

    /** Whether the key gives a placeholder its value; such a value may be a secret. */
    static boolean isPlaceholder(String key) {
        return key.startsWith("flyway.placeholders.") && key.length() > "flyway.placeholders.".length();
    }

    /** Whether the value is made of the characters that introduce placeholders, so that <code>${</code> says nothing. */
    static boolean isPlaceholderSyntax(String key) {
        return key.endsWith("laceholderPrefix")
                || key.endsWith("laceholderSuffix")
                || key.endsWith("laceholderSeparator");
    }

    /** What to do about a key that nobody knows. */
    static String remedy(String key) {
        String name = key.startsWith("flyway.") ? key.substring("flyway.".length()) : key;
        String removed = REMOVED.get(name);
        if (removed != null) {
            return removed;
        }
        return byUniformName(uniform(name))
                .filter(known -> !known.equals(name))
                .map(known -> "did you mean flyway." + known + "?")
                .orElse("check its spelling, or delete it");
    }

    /** The key's name by its spelling without case, dashes and underscores, as Spring compares names. */
    static Optional<String> byUniformName(String uniform) {
        return Optional.ofNullable(BY_UNIFORM_NAME.get(uniform));
    }

    static String uniform(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
