package dev.belay.server;

import dev.belay.testing.ShellProgram;
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
        Path program = ShellProgram.write(folder.resolve("docker"), "echo \"$*\" >> '" + asked + "'\n" + body);
        return new ClientScript(program.toString(), asked);
    }

    ContainerClient client() {
        return new ContainerClient(program);
    }

    List<String> calls() throws IOException {
        return Files.readAllLines(asked);
    }
}
