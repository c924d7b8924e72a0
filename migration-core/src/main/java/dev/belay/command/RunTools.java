package dev.belay.command;

import java.time.Instant;

/**
 * What a run with safeguards works with from its beginning to its end.
 *
 * @param started when it began
 * @param deadline of all that it applies
 * @param writes its own, to be told from others'
 * @param traffic as its window stops it and lets it in
 * @param <O> the outcome when the run ends well
 */
record RunTools<O>(
        DatabaseRequest request,
        Safeguards guards,
        RunDirection<O> direction,
        RunSteps steps,
        Instant started,
        ApplyDeadline deadline,
        OwnWrites writes,
        StoppedTraffic traffic,
        RunEnding ending) {

    static <O> RunTools<O> of(DatabaseRequest request, Safeguards guards, RunDirection<O> direction) {
        var started = Instant.now();
        var steps = new RunSteps(request.progress());
        var deadline = new ApplyDeadline(guards.timeout());
        var traffic = new StoppedTraffic(guards.window(), request.progress());
        var ending = new RunEnding(request, guards, direction.goal(), direction::completed, steps, traffic, started);
        guards.audit().forEach(steps::audit);
        return new RunTools<>(
                request, guards, direction, steps, started, deadline, new OwnWrites(deadline), traffic, ending);
    }

    ValidateStep validation() {
        return new ValidateStep(guards, steps, traffic::close, direction.tolerated());
    }
}
