package dev.belay.command;

import dev.belay.migrate.DownTarget;
import dev.belay.outcome.BelayException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.outcome.RunReport;
import dev.belay.script.Version;

/**
 * The way back of an upgrade that was killed between its undo scripts. It is finished by a downgrade with all its
 * safeguards: what that run's rehearsal had shown is not known any more, and others have had time to write.
 *
 * @param request what asks for the same again
 */
record UnfinishedWayBack(Upgrade.Request request, HalfTakenBackException killed) {

    /**
     * Finishes it: {@return why what was asked for is not run all the same}
     *
     * @throws BelayException when it could not be finished; so does a downgrade that would lose data, unless that is
     *     accepted
     */
    RefusalException finish() {
        request.database()
                .progress()
                .warn(killed.getMessage() + "; first its way back is finished, by a downgrade to " + place());
        var downgrade = new Downgrade.Request(
                request.database(), target(), request.safeguards().withoutPlan());
        var run = new SafeRun<>(request.database(), downgrade.safeguards(), SafeDowngrade.unasked(downgrade));
        try {
            run.run();
        } catch (BelayException e) {
            BelayException why = e.saying(unfinished(e.problem()));
            run.told().ifPresent(told -> tell(told, told.result(), why.problem()));
            throw why;
        }
        var refused =
                new RefusalException(Problem.of(killed.getMessage() + "; they have not changed since", Repetition.NEXT)
                        .withState("Its way back has been finished: the database is at " + place()
                                + ", and nothing of that run is applied any more."));
        run.told().ifPresent(told -> tell(told, RunReport.Result.REFUSED, refused.problem()));
        return refused;
    }

    /** Whoever reads of an upgrade must not find the success of a downgrade there. */
    private void tell(RunReport finished, RunReport.Result result, Problem why) {
        RunReport own = finished.endingAs("upgrade", result, why);
        request.safeguards()
                .reports()
                .write(own)
                .lost()
                .forEach(request.database().progress()::warn);
        request.database().progress().ended(own);
    }

    private Problem unfinished(Problem why) {
        return new Problem(
                killed.getMessage() + "; its way back could not be finished: " + why.what(),
                why.details(),
                why.state(),
                why.next() + "; or go on without:  mvn db:upgrade -Ddb.force=true");
    }

    private DownTarget target() {
        return killed.left().before().<DownTarget>map(DownTarget.To::new).orElseGet(DownTarget.Base::new);
    }

    private String place() {
        return killed.left()
                .before()
                .map(Version::toString)
                .map("version "::concat)
                .orElse("its beginning");
    }
}
