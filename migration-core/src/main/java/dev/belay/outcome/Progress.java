package dev.belay.outcome;

import java.time.Duration;
import java.util.List;

/**
 * Is told what a run does while it does it. Implementations print; they must not throw, and get no secret to print.
 * Called from the run's thread, and {@link #statementRunning} from a timer's.
 */
public interface Progress {

    /** Hears nothing. */
    Progress SILENT = new Progress() {};

    /** A line for everybody. */
    default void info(String line) {}

    /** A line for whoever asked for details ({@code -X}). */
    default void detail(String line) {}

    /** Something that is not as it should be, and does not end the run. */
    default void warn(String line) {}

    /** The database has been reached and looked at; said once, before anything waits or works there. */
    default void opened(TargetInfo target, RunId run) {}

    /** A script begins: the {@code number}th of {@code total} of this run. */
    default void scriptStarted(ScriptRun script) {}

    /** A statement of the script is about to be sent. */
    default void statementStarted(ScriptRun script, StatementRun statement) {}

    /** A statement has been running for {@code elapsed}; said again every so often while it lasts. */
    default void statementRunning(ScriptRun script, StatementRun statement, Duration elapsed) {}

    /** A statement has ended well. */
    default void statementFinished(ScriptRun script, StatementRun statement, Duration elapsed) {}

    /** The script has ended well, its history row written. */
    default void scriptFinished(ScriptRun script, Duration elapsed) {}

    /** A step of a safeguarded run has ended. */
    default void step(StepReport report) {}

    /** A safeguarded run has ended, well or not. */
    default void ended(RunReport report) {}

    /**
     * The run has failed. These scripts it had applied, or undone, before, and that stays; of a database that does not
     * answer any more, they are those that had ended well.
     */
    default void stopped(List<String> scripts) {}

    /**
     * One script of a run.
     *
     * @param number its place in this run, from 1
     * @param total how many scripts this run has
     * @param script its path as the history names it
     * @param statements how many statements it has; 0 when unknown (a Java migration)
     */
    record ScriptRun(int number, int total, String script, int statements) {}

    /**
     * One statement of a script.
     *
     * @param number its place in the script, from 1
     * @param place {@code line:column} in the script
     * @param summary its first words on one line, at most 80 characters, without string literals
     */
    record StatementRun(int number, String place, String summary) {}
}
