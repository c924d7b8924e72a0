package dev.belay.outcome;

/** A goal that ends without success, with a {@link Problem} to show instead of a stack trace. */
public abstract sealed class BelayException extends RuntimeException permits RefusalException, EnvironmentException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    BelayException(Problem problem, Throwable cause) {
        super(String.join(System.lineSeparator(), problem.lines()), cause);
        this.problem = problem;
    }

    /** {@return what to show} */
    public Problem problem() {
        return problem;
    }

    /** {@return a failure of the same kind for which this one is the cause, with more to show} */
    public abstract BelayException saying(Problem more);
}
