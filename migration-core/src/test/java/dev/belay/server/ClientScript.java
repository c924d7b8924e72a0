package dev.belay.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A client of a container engine that says what a test wants to hear, and writes down what it is asked.
 *
 * @param program its path
 * @param asked the file with a line for each call
 */
record ClientScript(String program, Path asked) {

    /**
     * {@return a client below a folder}
     *
     * @param body shell code, with the arguments of the call
     */
    static ClientScript in(Path folder, String body) throws IOException {
        Path asked = folder.resolve("asked");
        Path text = Files.writeString(
                folder.resolve("docker.sh"), "#!/bin/sh\necho \"$*\" >> '" + asked + "'\n" + body + "\n");
        Path program = folder.resolve("docker");
        // by another process: what this one has open for writing, its children may have too, and then nobody can run it
        Commands.demand(folder, List.of("install", "-m", "755", text.toString(), program.toString()), "");
        return new ClientScript(program.toString(), asked);
    }

    ContainerClient client() {
        return new ContainerClient(program);
    }

    List<String> calls() throws IOException {
        return Files.readAllLines(asked);
    }
}
