package dev.belay.validation;

import dev.belay.script.Statement;
import java.util.List;

/**
 * A file of assertions.
 *
 * @param name its path as messages have it: relative to the project where it is below it
 * @param statements its queries, placeholders replaced
 */
public record AssertionFile(String name, List<Statement> statements) {

    public AssertionFile {
        statements = List.copyOf(statements);
    }
}
