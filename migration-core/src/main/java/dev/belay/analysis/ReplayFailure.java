package dev.belay.analysis;

import dev.belay.outcome.BelayException;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What to say when a scratch database cannot be brought to where the pending scripts begin. */
final class ReplayFailure {

    private static final String NEXT = """
            give the scratch database what the scripts build on, one of:
              -Ddb.scratch.init=<file.sql>      SQL that is run first: roles, extensions, a schema made elsewhere
              -Ddb.scratch=postgresql://...     a server that has it, where databases may be created
              -Ddb.scratch=<image>              a container, such as postgis/postgis:17-3.5
            %sor judge the scripts by their text alone:  -Ddb.scratch=none""";

    private static final String SUPERUSER = "  -Ddb.scratch.superuser=true       scripts run as a superuser there,"
            + " and may do anything to the machine of that server\n";

    /** insufficient_privilege (manual, PostgreSQL Error Codes). */
    private static final String NOT_ALLOWED = "42501";

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
                Problem.of(what, next(cause))
                        .withDetails(new ArrayList<>(details))
                        .withState("Nothing but the scratch database was touched."),
                cause);
    }

    private static String next(Throwable cause) {
        boolean notAllowed = Stream.iterate(cause, each -> each != null, Throwable::getCause)
                .anyMatch(each -> each instanceof SQLException sql && NOT_ALLOWED.equals(sql.getSQLState()));
        return NEXT.formatted(notAllowed ? SUPERUSER : "");
    }
}
