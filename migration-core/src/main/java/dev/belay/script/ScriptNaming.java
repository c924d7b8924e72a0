package dev.belay.script;

import java.util.Optional;

/**
 * How a project names its scripts: what Flyway's settings of the same names say.
 *
 * @param versionedPrefix {@code V} unless the project says otherwise
 * @param undoPrefix {@code U} unless the project says otherwise
 * @param repeatablePrefix {@code R} unless the project says otherwise
 * @param separator between version and description, {@code __} unless the project says otherwise
 * @param suffix of new scripts: the first that the project names, {@code .sql} unless it says otherwise
 */
public record ScriptNaming(
        String versionedPrefix, String undoPrefix, String repeatablePrefix, String separator, String suffix) {

    /**
     * {@return the name of a new script}
     *
     * @param type versioned, undo or repeatable
     * @param version as it is to be written; without meaning for a repeatable
     * @param words the description as it is to be written, see {@link FileWords}
     */
    public String fileName(ScriptType type, String version, String words) {
        return prefix(type) + (type == ScriptType.REPEATABLE ? "" : version) + separator + words + suffix;
    }

    /** {@return the version as the file's name has it, with its zeros and underscores; empty for one without} */
    public Optional<String> written(ScriptName script) {
        return script.version().map(version -> {
            String name = script.fileName();
            int start = prefix(script.type()).length();
            return name.substring(start, end(name, start));
        });
    }

    /** {@return the script's name with another version; all else stays as it is} */
    public String renumbered(ScriptName script, String version) {
        String name = script.fileName();
        int start = prefix(script.type()).length();
        return name.substring(0, start) + version + name.substring(end(name, start));
    }

    /** Without a separator the version goes up to the suffix, as in {@code V7.sql}; a Java migration has no suffix. */
    private int end(String name, int start) {
        int end = name.indexOf(separator, start);
        if (end < 0) {
            end = start;
            while (end < name.length() && isOfVersion(name, end)) {
                end++;
            }
        }
        return end;
    }

    private static boolean isOfVersion(String name, int at) {
        char c = name.charAt(at);
        boolean digitFollows = at + 1 < name.length() && isDigit(name.charAt(at + 1));
        return isDigit(c) || (c == '.' || c == '_') && digitFollows;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private String prefix(ScriptType type) {
        return switch (type) {
            case VERSIONED -> versionedPrefix;
            case UNDO -> undoPrefix;
            case REPEATABLE -> repeatablePrefix;
            case CALLBACK -> throw new IllegalArgumentException("a callback is named by its event");
        };
    }
}
