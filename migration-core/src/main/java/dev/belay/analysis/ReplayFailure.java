package dev.belay.analysis;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.util.ArrayList;
import java.util.List;

/** What to say when a scratch database cannot be brought to where the pending scripts begin. */
final class ReplayFailure {

    private static final String NEXT = """
            give the scratch database what the scripts build on, one of:
              -Ddb.scratch.init=<file.sql>      SQL that is run first: roles, extensions, a schema made elsewhere
              -Ddb.scratch=postgresql://...     a server that has it, where databases may be created
              -Ddb.scratch=<image>              a container, such as postgis/postgis:17-3.5
            or judge the scripts by their text alone:  -Ddb.scratch=none""";

    private ReplayFailure() {}

    /** {@return the failure of a script of the history} */
    static EnvironmentException ofHistory(BelayException failure) {
        Problem problem = failure.problem();
        return of(
                "The history cannot be replayed on the scratch server: " + problem.what(), problem.details(), failure);
    }

    /** {@return the failure of something else} */
    static EnvironmentException of(String what, Exception cause) {
        return of(what, List.of(), cause);
    }

    private static EnvironmentException of(String what, List<String> details, Exception cause) {
        return new EnvironmentException(
                Problem.of(what, NEXT)
                        .withDetails(new ArrayList<>(details))
                        .withState("Nothing but the scratch database was touched."),
                cause);
    }
}
