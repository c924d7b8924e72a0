package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.util.ArrayList;
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

    /**
     * {@return that there are none}
     *
     * @param why behind {@code needs pg_dump 16 or later:}
     * @param remedies besides installing them
     */
    EnvironmentException unmet(String why, List<String> details, String... remedies) {
        return trouble(purpose + " needs " + program + " " + major + " or later: " + why + ".", details, remedies);
    }

    /** {@return that those which there are do not work} */
    EnvironmentException trouble(String what, List<String> details, String... remedies) {
        List<String> next = new ArrayList<>(List.of(ClientPrograms.advice(major)));
        next.addAll(List.of(remedies));
        otherwise.ifPresent(next::add);
        Problem problem = Problem.of(what, String.join(", or ", next) + ".").withDetails(details);
        return new EnvironmentException(state.map(problem::withState).orElse(problem));
    }
}
