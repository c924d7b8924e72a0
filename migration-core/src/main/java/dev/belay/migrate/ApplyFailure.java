package dev.belay.migrate;

import dev.belay.outcome.BelayException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why scripts were not all run, behind the problem that says it: for whoever takes back what they have done, after which
 * something else is to be done than the problem says.
 */
public final class ApplyFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<String> correction;
    private final String again;

    /**
     * @param correction what to do before the same is run again, {@code correct V7__x.sql:3:12}; empty for nothing
     * @param again the command that runs it again, {@code mvn db:upgrade -Ddb.target=7}
     * @param cause what was thrown
     */
    ApplyFailure(Optional<String> correction, String again, RuntimeException cause) {
        super(cause.getMessage(), cause);
        this.correction = correction;
        this.again = again;
    }

    /** {@return the one behind a failure; empty when it is not one of a script} */
    public static Optional<ApplyFailure> behind(BelayException failure) {
        return Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .filter(ApplyFailure.class::isInstance)
                .map(ApplyFailure.class::cast)
                .findFirst();
    }

    /** {@return what to do before the same is run again, as the beginning of a sentence; empty for nothing} */
    public Optional<String> correction() {
        return correction;
    }

    /** {@return the command that runs the same again} */
    public String again() {
        return again;
    }
}
