package dev.belay.outcome;

/** The environment is broken: no server, a wrong password, a full disk; the build ends with an error. */
public final class EnvironmentException extends BelayException {

    private static final long serialVersionUID = 1L;

    public EnvironmentException(Problem problem) {
        super(problem, null);
    }

    public EnvironmentException(Problem problem, Throwable cause) {
        super(problem, cause);
    }

    @Override
    public EnvironmentException saying(Problem more) {
        return new EnvironmentException(more, this);
    }
}
