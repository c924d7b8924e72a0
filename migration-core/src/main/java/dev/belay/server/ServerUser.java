package dev.belay.server;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * As whom PostgreSQL's programs run. They refuse to run as root, which a build in a container often is
 * ({@code src/backend/main/main.c}, {@code check_root}); so root starts them in one of these ways, the first that works.
 */
enum ServerUser {
    /** As the user who runs the build. */
    SAME(List.of(), Optional.empty()),

    /**
     * In a user namespace where root is nobody in particular. Files stay root's, and can be anywhere that root reaches
     * without its privileges. Needs user namespaces, which many container engines refuse.
     */
    UNSHARE(List.of("unshare", "-U"), Optional.of("root")),

    /** As nobody; by number, since minimal images name that user and group differently or not at all. */
    SETPRIV(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), Optional.of("65534")),

    /** As nobody, where setpriv is missing or is BusyBox's, which cannot change users (Alpine Linux). */
    SU(List.of("su", "-s", "/bin/sh", "-c", "exec \"$@\"", "--", "nobody", "sh"), Optional.of("nobody"));

    private final List<String> prefix;
    private final Optional<String> owner;

    ServerUser(List<String> prefix, Optional<String> owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /** {@return the command, run as that user} */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Makes the server's files that user's. */
    void own(Path tree) throws IOException {
        if (owner.isPresent()) {
            UserPrincipal user =
                    tree.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner.get());
            Trees.give(tree, user);
        }
    }

    /** Creates the folders that are missing on a path, such that the server's user can pass through them. */
    void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getParent() != null) {
            createFolders(folder.getParent());
        }
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) { // else somebody made it meanwhile
                throw e;
            }
        }
        Trees.permit(folder, this == SETPRIV || this == SU ? "rwx--x--x" : "rwx------");
    }

    /** {@return whether a command can be run this way here, and then is not root} */
    boolean works() {
        return succeeds(List.of("id", "-u"), output -> !output.equals("0"));
    }

    /** {@return whether that user can get into a folder} */
    boolean canEnter(Path folder) {
        return succeeds(List.of("/bin/sh", "-c", "cd -- \"$1\"", "sh", folder.toString()), output -> true);
    }

    private boolean succeeds(List<String> command, Predicate<String> answer) {
        try {
            Commands.Result result = Commands.run(Path.of("/"), command(command));
            return result.succeeded() && answer.test(result.output());
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
