package dev.belay.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client program is started with, wherever it runs.
 *
 * @param program such as {@code pg_dump}
 * @param arguments without secrets: everybody on the machine can read them
 * @param variables on top of the environment, from which PostgreSQL's own have been taken out
 * @param folder absolute, of this user; where it runs
 * @param access what the program does with the files below that folder
 * @param result a file that is there when it has ended well; empty for none
 */
public record ClientCommand(
        String program,
        List<String> arguments,
        Map<String, String> variables,
        Path folder,
        Access access,
        Optional<Path> result) {

    /** What a program does with the files below its folder. */
    public enum Access {
        /** It has nothing to do with them. */
        NONE,
        /** It reads them. */
        READ,
        /** It makes some. */
        WRITE
    }

    public ClientCommand {
        arguments = List.copyOf(arguments);
        variables = Map.copyOf(variables);
    }

    /** One that reads and writes no files. */
    public static ClientCommand alone(
            String program, List<String> arguments, Map<String, String> variables, Path folder) {
        return new ClientCommand(program, arguments, variables, folder, Access.NONE, Optional.empty());
    }

    /** One that reads files below the folder. */
    public static ClientCommand reading(
            String program, List<String> arguments, Map<String, String> variables, Path folder) {
        return new ClientCommand(program, arguments, variables, folder, Access.READ, Optional.empty());
    }

    /** One that writes files below the folder, that one at the latest when it has ended well. */
    public static ClientCommand writing(
            String program, List<String> arguments, Map<String, String> variables, Path folder, Path result) {
        return new ClientCommand(program, arguments, variables, folder, Access.WRITE, Optional.of(result));
    }
}
