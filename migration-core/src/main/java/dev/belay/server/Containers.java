package dev.belay.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The labels of the plugin's containers, by which those are found that a killed build left: older than an hour, and of a
 * process on this machine that is gone.
 *
 * @param client of the engine
 * @param machine the name of this one, as an engine may be another's too
 */
record Containers(ContainerClient client, String machine) {

    private static final String RUN = "dev.belay.scratch";
    private static final String MACHINE = "dev.belay.machine";
    private static final String PROCESS = "dev.belay.pid";
    private static final String STARTED = "dev.belay.started";

    private static final Duration ABANDONED = Duration.ofHours(1);

    /** {@return those that this machine starts} */
    static Containers here(ContainerClient client) {
        return new Containers(client, thisMachine());
    }

    /** {@return the labels of a container that is started now} */
    List<String> labels(String run, Instant now) {
        return List.of(
                RUN + "=" + run,
                MACHINE + "=" + machine,
                PROCESS + "=" + ProcessHandle.current().pid(),
                STARTED + "=" + now.getEpochSecond());
    }

    /** Removes those that were left; fails for none of them. */
    void sweep(Instant now) {
        ContainerAnswer ids = client.run("ps", "--all", "--quiet", "--filter", "label=" + RUN);
        if (ids.succeeded()) {
            ids.output()
                    .lines()
                    .filter(id -> isLeft(id, now))
                    .forEach(id -> client.run("rm", "--force", "--volumes", id));
        }
    }

    private boolean isLeft(String id, Instant now) {
        String format = String.join(" ", label(STARTED), label(PROCESS), label(MACHINE));
        String[] labels = client.run("inspect", "--format", format, id).output().split(" ", 3);
        return labels.length == 3
                && labels[2].equals(machine)
                && number(labels[0])
                        .filter(started -> Instant.ofEpochSecond(started).isBefore(now.minus(ABANDONED)))
                        .isPresent()
                && number(labels[1]).flatMap(ProcessHandle::of).isEmpty();
    }

    private static String label(String name) {
        return "{{index .Config.Labels \"" + name + "\"}}";
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,15}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static String thisMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("unknown");
        }
    }
}
