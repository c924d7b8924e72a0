package dev.belay.report;

import dev.belay.outcome.RunId;
import dev.belay.outcome.TargetInfo;
import java.util.Optional;

/** The line that every goal with a target begins with: which database it works on. */
public final class TargetText {

    private TargetText() {}

    /**
     * {@return the line, such as {@code upgrade · shop at db.example.org:5432, PostgreSQL 16.4 · production · run
     * 7f3a0c11}}
     *
     * @param goal such as {@code upgrade}
     * @param run empty for a goal that changes nothing
     */
    public static Line of(String goal, TargetInfo target, Optional<RunId> run, Style style) {
        String line = style.strong(goal) + " · " + style.strong(target.database()) + " at " + target.server()
                + ", PostgreSQL " + target.serverVersion()
                + (target.embedded() ? ", the project's own embedded server" : "") + " · " + target.environment();
        return Line.info(line + run.map(id -> " · run " + id).orElse(""));
    }
}
