package dev.belay.outcome;

/** The scripts, the parameters or the database's contents do not allow what was asked; the build fails. */
public final class RefusalException extends BelayException {

    private static final long serialVersionUID = 1L;

    public RefusalException(Problem problem) {
        super(problem, null);
    }

    public RefusalException(Problem problem, Throwable cause) {
        super(problem, cause);
    }

    @Override
    public RefusalException saying(Problem more) {
        return new RefusalException(more, this);
    }
}
