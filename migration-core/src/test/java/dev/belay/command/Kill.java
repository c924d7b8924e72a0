package dev.belay.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * When to kill a process.
 *
 * @param line the beginning of what it says then; empty for never
 * @param millis after that line, or after its start
 */
record Kill(Optional<String> line, long millis) {

    /** What a process exits with that SIGKILL has ended, as Java has it. */
    private static final int KILLED = 128 + 9;

    /**
     * What came of it.
     *
     * @param said by the process until then
     * @param killed false when it had ended by itself before
     */
    record Struck(List<String> said, boolean killed) {}

    static Kill at(String line, long millis) {
        return new Kill(Optional.of(line), millis);
    }

    static Kill after(long millis) {
        return new Kill(Optional.empty(), millis);
    }

    /** {@return the same, {@code %s} in the line being a database} */
    Kill on(String database) {
        return new Kill(line.map(text -> text.formatted(database)), millis);
    }

    /**
     * Kills it, and returns when the programs that it had started have ended too: {@return what came of it}
     *
     * @throws AssertionError when it has ended without having said that line
     */
    Struck strike(Process child) throws Exception {
        List<String> said = new ArrayList<>();
        List<ProcessHandle> programs;
        boolean come = line.isEmpty();
        try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            if (line.isPresent()) {
                for (String each = lines.readLine(); each != null; each = lines.readLine()) {
                    said.add(each);
                    if (each.startsWith(line.get())) {
                        come = true;
                        break;
                    }
                }
            }
            if (millis > 0) {
                child.waitFor(millis, TimeUnit.MILLISECONDS);
            }
            programs = child.descendants().toList();
            child.destroyForcibly().waitFor();
        } catch (IOException e) {
            child.destroyForcibly();
            throw e;
        }
        for (ProcessHandle program : programs) {
            program.onExit().get(2, TimeUnit.MINUTES);
        }
        if (!come) {
            throw new AssertionError("it has ended and never come to: " + line.orElseThrow() + "; it said " + said);
        }
        return new Struck(said, child.exitValue() == KILLED);
    }
}
