package dev.belay.migrate;

import dev.belay.outcome.RunId;
import dev.belay.outcome.RunReport.Result;
import dev.belay.outcome.StepReport;
import dev.belay.script.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run of several steps writes of itself in the schema {@code belay}: a row of its own, and one for each step,
 * committed before the step and behind it. A run that is killed leaves them open.
 */
public final class RunRecord {

    private static final int MOST_DETAILS = 50;

    private final Ledger ledger;
    private final OwnRun own;
    private int ordinal;

    RunRecord(Ledger ledger) {
        this.ledger = ledger;
        this.own = ledger.own();
    }

    /**
     * What is known of a run before it begins.
     *
     * @param goal its goal
     * @param versionBefore empty when nothing is applied
     * @param environment of the database
     * @param gitCommit where the scripts come from; empty without git
     * @param plan the plan that is run; empty without one
     * @param fingerprint of what it is going to do
     */
    public record Facts(
            String goal,
            Optional<Version> versionBefore,
            String environment,
            Optional<String> gitCommit,
            Optional<String> plan,
            String fingerprint) {}

    /** Writes that the run begins. */
    public void begin(Facts facts) {
        own.begin(facts);
    }

    /** What else is known of a run that has one step only, and whose beginning is written by who takes that. */
    public RunRecord from(RunOrigin origin) {
        own.from(origin);
        return this;
    }

    /** Writes a step that is over already, if it is written that the run has begun. */
    public void over(StepReport report) {
        if (!own.hasBegun()) {
            return;
        }
        over(ordinal + 1, report);
        ordinal++;
    }

    /** Where the step's row is open its beginning is known; else it is reckoned from the end. */
    private void over(int place, StepReport report) {
        own.write((connection, run) -> {
            try (var insert =
                    connection.prepareStatement("INSERT INTO belay.run_step (run, ordinal, step, result, words,"
                            + " started_at, finished_at) SELECT ?, ?, ?, ?, ?, now - ? * interval '1 ms', now"
                            + " FROM clock_timestamp() now ON CONFLICT (run, ordinal) DO UPDATE SET result = EXCLUDED.result,"
                            + " words = EXCLUDED.words, finished_at = EXCLUDED.finished_at"
                            + " WHERE run_step.finished_at IS NULL")) {
                insert.setString(1, run.value());
                insert.setInt(2, place);
                insert.setString(3, report.step().toString());
                insert.setString(4, report.result().name().toLowerCase(Locale.ROOT));
                insert.setString(5, words(report));
                insert.setLong(6, report.duration().toMillis());
                insert.executeUpdate();
            }
        });
    }

    /** Goes on with what another record of the same run has begun, in sessions that are closed now. */
    public RunRecord continuing(RunRecord former) {
        ordinal = former.ordinal;
        own.resume();
        return this;
    }

    /** Writes that a step begins. */
    public void began(StepReport.Step step) {
        int place = ordinal + 1;
        own.write((connection, run) -> {
            try (var insert =
                    connection.prepareStatement("INSERT INTO belay.run_step (run, ordinal, step) VALUES (?, ?, ?)")) {
                insert.setString(1, run.value());
                insert.setInt(2, place);
                insert.setString(3, step.toString());
                insert.executeUpdate();
            }
        });
        ordinal = place; // a step whose beginning cannot be written is not taken
    }

    /** Writes how the step ended that began last. */
    public void ended(StepReport report) {
        own.write((connection, run) -> {
            try (var update = connection.prepareStatement("UPDATE belay.run_step SET finished_at = clock_timestamp(),"
                    + " result = ?, words = ? WHERE run = ? AND ordinal = ?")) {
                update.setString(1, report.result().name().toLowerCase(Locale.ROOT));
                update.setString(2, words(report));
                update.setString(3, run.value());
                update.setInt(4, ordinal);
                update.executeUpdate();
            }
        });
    }

    /**
     * Writes how steps ended of which that is not written yet: their sessions are gone, or had no journal.
     *
     * @param reports of all steps of the run, in their order: one step may be taken twice
     */
    public void endedElsewhere(List<StepReport> reports) {
        for (int i = 0; i < reports.size(); i++) {
            over(i + 1, reports.get(i));
        }
    }

    /**
     * Writes how the run ended.
     *
     * @param versionAfter empty when nothing is applied, or it is not known
     * @param audit every use of force, every skip and every allowance
     * @return why that could not be written, such as a session that is gone; empty when it was
     */
    public Optional<String> end(Result result, Optional<Version> versionAfter, List<String> audit) {
        return own.end(words(result), versionAfter, audit);
    }

    /**
     * {@return the line of the audit trail by which a run that was rolled back does not count as {@link #takenBack}}
     *
     * @param what came between, such as a deadlock
     */
    public static String noFaultOfTheScripts(String what) {
        return RunJournal.NO_FAULT + what;
    }

    /** {@return user and machine that runs are noted under} */
    public static String startedBy() {
        return RunJournal.startedBy();
    }

    /** Of a step that stopped the run also the details: they are what one looks for later. */
    private static String words(StepReport report) {
        boolean stopped = report.result() == StepReport.Result.FAILED || report.result() == StepReport.Result.REFUSED;
        return Stream.concat(
                        Stream.of(report.words()), report.details().stream().limit(stopped ? MOST_DETAILS : 0))
                .collect(Collectors.joining("\n"));
    }

    /** {@return the result as the table names it: {@code rolled back}} */
    public static String words(Result result) {
        return result.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * {@return the last run on this history that was to do the same and was taken back, unless it succeeded since} What it
     * did to the database a repetition would do again. One that was only rolled back, and for a reason that passes, is none.
     *
     * @param fingerprint of what is going to be done
     */
    public Optional<RunId> takenBack(String fingerprint) {
        return ledger.lastTakenBack(fingerprint);
    }

    /**
     * Notes lines that whoever comes next finds when this run is killed; its end writes all lines anew.
     *
     * @throws BelayException when they cannot be written
     */
    public void note(List<String> lines) {
        ledger.note(lines);
    }

    /** {@return the line by which a run that is killed is known to have been on its way back} */
    public static String takingBack(String what) {
        return RunJournal.TAKING_BACK + what;
    }

    /**
     * A run that was killed on its way back, of which something is left.
     *
     * @param before the version that it began at; empty for none
     * @param fingerprint of what it was to do
     */
    public record HalfBack(RunId run, Optional<Version> before, String fingerprint) {}

    /** Writes that runs were rolled back that were killed behind that; they were to do the same, all of which is pending. */
    public void killedTakenBack(String fingerprint) {
        ledger.killedTakenBack(fingerprint);
    }

    /** {@return the last upgrade, if it was killed on its way back and no fault of others had led to that} */
    public Optional<HalfBack> halfBack() {
        return ledger.halfBack();
    }

    /** What is written to the journal. */
    @FunctionalInterface
    interface Entry {
        void write(Connection connection, RunId run) throws SQLException;
    }
}
