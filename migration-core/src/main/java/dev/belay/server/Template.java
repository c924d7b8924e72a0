package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.Progress;
import dev.belay.postgres.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A data directory as {@code initdb} made it, to be copied. Its superuser is {@code postgres} with a random password
 * of this template's own; all connections need it (scram-sha-256), and it is kept in a file for its owner only.
 *
 * @param folder holds {@code data} and {@code password}
 */
record Template(Path folder) {

    static final String USER = "postgres";
    static final String MAINTENANCE = "postgres";
    private static final String DATA = "data";
    private static final String PASSWORD = "password";
    private static final String WORKING_COPY = "copy";
    private static final int PASSWORD_BYTES = 24;

    /** {@return the template for these binaries, made unless it is in the cache} */
    static Template get(Binaries binaries, Placement placement, Path cache, Progress progress) {
        try {
            return new Template(OnceFolder.get(cache.resolve("template-" + binaries.name()), folder -> {
                progress.detail("Creating the template data directory of PostgreSQL " + binaries.major());
                initialize(binaries, placement.user(), folder);
            }));
        } catch (IOException e) {
            throw Trouble.files("create a PostgreSQL data directory", cache, e);
        }
    }

    /** Copies the data directory and the password into a folder that has neither. */
    void copyTo(Path target) throws IOException {
        Trees.copy(folder.resolve(DATA), target.resolve(DATA));
        // last: a folder with a password is a complete one
        Files.copy(folder.resolve(PASSWORD), target.resolve(PASSWORD));
    }

    /** Makes a folder that was filled from this template, and worked on since, what it was; an empty one is filled. */
    void restoreTo(Path target) throws IOException {
        new TreeMirror(folder.resolve(DATA), target.resolve(DATA)).restore();
        Files.copy(folder.resolve(PASSWORD), target.resolve(PASSWORD), StandardCopyOption.REPLACE_EXISTING);
    }

    /** {@return where a copy is kept between one build and the next; it goes with the template} */
    Path workingCopy() {
        return folder.resolve(WORKING_COPY);
    }

    /** {@return the data directory in a folder that was filled by {@link #copyTo}} */
    static Path data(Path folder) {
        return folder.resolve(DATA);
    }

    /** {@return whether a folder was filled completely} */
    static boolean isComplete(Path folder) {
        return Files.exists(folder.resolve(PASSWORD));
    }

    /** {@return the superuser's password of a data directory in a folder} */
    static Secret password(Path folder) throws IOException {
        return new Secret(Files.readString(folder.resolve(PASSWORD)).strip());
    }

    private static void initialize(Binaries binaries, ServerUser user, Path folder) throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Path password = Files.createFile(folder.resolve(PASSWORD));
        Trees.permit(password, "rw-------");
        Files.writeString(password, HexFormat.of().formatHex(random));
        user.own(password);
        user.own(Files.createDirectory(data(folder)));
        Commands.demand(
                binaries.root(),
                user.command(command(binaries, folder, locale(binaries))),
                "look at the lines above; then remove " + binaries.root() + " and run the build again.");
        String major = Files.readString(data(folder).resolve("PG_VERSION")).strip();
        if (!major.equals(String.valueOf(binaries.major()))) {
            throw new EnvironmentException(Problem.of(
                    "The binaries handed in are PostgreSQL " + major + "'s, not " + binaries.major() + "'s.",
                    "name binaries of that major."));
        }
    }

    private static List<String> command(Binaries binaries, Path folder, List<String> locale) {
        List<String> command = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "--no-sync",
                "-D",
                data(folder).toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + folder.resolve(PASSWORD),
                "-E",
                "UTF8",
                "--lc-messages=C"));
        command.addAll(locale);
        return command;
    }

    /**
     * The same collation on every machine, that of code points, with Unicode's classes of characters where that can be
     * had: from 17 on PostgreSQL brings its own (initdb's {@code --locale-provider=builtin}); before, from glibc.
     */
    private static List<String> locale(Binaries binaries) {
        if (binaries.major() >= 17) {
            return List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
        }
        return binaries.platform().os().equals("linux")
                ? List.of("--locale=C", "--lc-ctype=C.UTF-8")
                : List.of("--locale=C");
    }
}
