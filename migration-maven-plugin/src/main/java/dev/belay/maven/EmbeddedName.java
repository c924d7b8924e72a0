package dev.belay.maven;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a project's embedded database is called.
 *
 * @param key names the data among those of other projects and other folders of the same project
 * @param database the database's name
 */
record EmbeddedName(String key, String database) {

    private static final int LONGEST = 60;
    private static final int DIGEST = 12;

    /** {@return the names for the goal's project, or without a POM for its folder} */
    static EmbeddedName of(Goal goal) {
        Path folder = goal.baseDirectory().toAbsolutePath().normalize();
        String name = goal.hasPom() ? goal.project().getArtifactId() : String.valueOf(folder.getFileName());
        String group = goal.hasPom() ? goal.project().getGroupId() : "";
        return of(group, name, folder);
    }

    static EmbeddedName of(String group, String name, Path folder) {
        String plain = cut(name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.-]+", ""));
        String database =
                cut(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", ""));
        return new EmbeddedName(
                (plain.isEmpty() ? "project" : plain) + "-" + digest(group + ":" + name + ":" + folder),
                database.isEmpty() ? "project" : database);
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(LONGEST, name.length()));
    }

    private static String digest(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
