package dev.belay.server;

import dev.belay.server.ClientCommand.Access;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments with which an engine's client runs a program in a container over this machine's files.
 *
 * @param engine whose client
 * @param image that has the program
 * @param name of the container
 * @param labels of the container
 */
record ContainerLine(ContainerEngine engine, String image, String name, List<String> labels) {

    /**
     * {@return the arguments} No value of a variable is among them: the client takes them from its own environment.
     *
     * @param piped whether the program reads what the client reads
     */
    List<String> of(ClientCommand command, ContainerVariables variables, boolean piped) {
        // without --rm: Docker's client then says 0 of whatever has failed in an engine of Podman (4.3)
        List<String> line = new ArrayList<>(List.of("run", "--name", name));
        labels.forEach(label -> line.addAll(List.of("--label", label)));
        if (piped) {
            line.add("--interactive");
        }
        // else the engine would keep what the program writes, a dump that nobody may read among it
        line.addAll(List.of("--log-driver", "none"));
        if (engine.kind() != ContainerKind.MACHINE) {
            line.addAll(List.of("--network", "host"));
        }
        line.addAll(engine.asUser());
        // under SELinux the folder would have to be labelled anew otherwise, and would not be everybody else's any more
        line.addAll(List.of("--security-opt", "label=disable"));
        line.addAll(List.of("--entrypoint", command.program()));
        if (command.access() != Access.NONE) {
            line.addAll(mount(command.folder(), command.access() == Access.READ));
        }
        variables.files().forEach(file -> line.addAll(mount(file, true)));
        variables.values().keySet().forEach(variable -> line.addAll(List.of("--env", variable)));
        line.add(image);
        line.addAll(command.arguments());
        return line;
    }

    /** Not by {@code --volume}, which makes a folder that is not there, and takes a colon for its end. */
    private static List<String> mount(Path path, boolean readOnly) {
        String line = "type=bind," + field("source=" + path) + "," + field("target=" + path);
        return List.of("--mount", readOnly ? line + ",readonly" : line);
    }

    /** One field of comma-separated values (RFC 4180), as both clients read them. */
    private static String field(String text) {
        return text.contains(",") || text.contains("\"") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
