package dev.belay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs that tests write themselves. */
public final class ShellProgram {

    private ShellProgram() {}

    /**
     * Writes one that can be run at once. Another process does that: what this one has open for writing, its children may
     * have too until they are other programs, and Linux runs nothing that somebody has open so (ETXTBSY in execve(2)).
     *
     * @param program its path; the folder is there
     * @param body shell code
     * @return the path
     */
    public static Path write(Path program, String body) {
        try {
            Path text = Files.writeString(
                    Files.createTempFile(program.getParent(), "program", ".sh"), "#!/bin/sh\n" + body + "\n");
            Process install = new ProcessBuilder(List.of("install", "-m", "755", text.toString(), program.toString()))
                    .inheritIO()
                    .start();
            if (install.onExit().join().exitValue() != 0) {
                throw new IllegalStateException(program + " could not be written");
            }
            Files.delete(text);
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
