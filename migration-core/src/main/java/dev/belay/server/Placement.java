package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the server's files are and as whom it runs, which depend on each other.
 *
 * @param home exists and can be entered by {@code user}
 */
record Placement(Path home, ServerUser user) {

    /** As root, in this order; anybody else runs the server as themselves. */
    private static final List<ServerUser> AS_ROOT = List.of(ServerUser.UNSHARE, ServerUser.SETPRIV, ServerUser.SU);

    /**
     * {@return the place for this machine and user}
     *
     * @throws EnvironmentException when the home cannot be used, or the user is root and cannot become anybody else
     */
    static Placement choose(BelayHome home, Platform platform) {
        return choose(homes(home), isRoot(platform) ? AS_ROOT : List.of(ServerUser.SAME));
    }

    /** {@return the folders that may be used, in the order in which they are tried} */
    static List<Path> homes(BelayHome home) {
        List<Path> homes = new ArrayList<>(List.of(home.path()));
        if (!home.chosen()) {
            homes.add(Path.of("/var/lib/belay"));
            homes.add(Path.of(System.getProperty("java.io.tmpdir"), "belay"));
        }
        return homes;
    }

    /** {@return the first user that works in the first of the homes that this user can enter} */
    static Placement choose(List<Path> homes, List<ServerUser> users) {
        List<ServerUser> working = users.stream()
                .filter(user -> user == ServerUser.SAME || user.works())
                .toList();
        if (working.isEmpty()) {
            throw new EnvironmentException(Problem.of(
                    "PostgreSQL refuses to run as root, and this build can become nobody else:"
                            + " neither 'unshare -U' nor 'setpriv' nor 'su' works here.",
                    "run the build as an ordinary user, or name a PostgreSQL server of your own."));
        }
        return working.stream()
                .flatMap(user -> homes.stream().map(path -> usable(path, user)).flatMap(Optional::stream))
                .findFirst()
                .orElseThrow(() -> new EnvironmentException(Problem.of(
                        "The user that PostgreSQL has to run as cannot get into " + homes.get(0) + ".",
                        "set BELAY_HOME to a folder that everybody may enter, such as /var/lib/belay.")));
    }

    /** {@return the folder of what can be made again, created} */
    Path cache() {
        Path cache = home.resolve("cache");
        try {
            user.createFolders(cache);
            return cache;
        } catch (IOException e) {
            throw Trouble.files("keep PostgreSQL's files", home, e);
        }
    }

    private static Optional<Placement> usable(Path home, ServerUser user) {
        if (user != ServerUser.SAME && !user.canEnter(nearest(home))) {
            return Optional.empty();
        }
        try {
            user.createFolders(home);
            return Optional.of(new Placement(home.toRealPath(), user));
        } catch (IOException e) {
            throw Trouble.files("keep PostgreSQL's files", home, e);
        }
    }

    private static Path nearest(Path path) {
        Path existing = path;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static boolean isRoot(Platform platform) {
        if (platform.isWindows()) {
            return false;
        }
        try {
            return Commands.run(Path.of("/"), List.of("id", "-u")).output().equals("0");
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of("Cannot find out who runs this build: the command id cannot be run.", "install it."), e);
        }
    }
}
