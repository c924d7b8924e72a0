package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What client programs are needed for; messages are made of it.
 *
 * @param purpose {@code A backup of shop}
 * @param program {@code pg_dump}
 * @param major the least that suffices
 * @param otherwise what helps besides getting them: {@code leave out db.scratch.from}; empty for nothing
 * @param state of the database when there is none; empty where that is nobody's question
 */
public record ClientNeed(
        String purpose, String program, int major, Optional<String> otherwise, Optional<String> state) {

    EnvironmentException unmet(String why, List<String> details) {
        return trouble(purpose + " needs " + program + " " + major + " or later, and " + why + ".", details);
    }

    EnvironmentException trouble(String what, List<String> details) {
        String next = ClientPrograms.advice(major)
                + otherwise.map(other -> ", or " + other).orElse("") + ".";
        Problem problem = Problem.of(what, next).withDetails(details);
        return new EnvironmentException(state.map(problem::withState).orElse(problem));
    }
}
