package dev.belay.server;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * An image that is to have client programs.
 *
 * @param need what for
 * @param name the image's
 * @param before what was tried before: {@code none is installed, and }; for messages
 * @param details of that
 */
record ClientImage(ClientNeed need, String name, String before, List<String> details) {

    /**
     * {@return its programs; the image is fetched when it is not there}
     *
     * @throws EnvironmentException when no engine answers, there is no such image, or its programs are not those
     */
    ContainerPrograms open(Progress progress) {
        return open(engine(), progress);
    }

    ContainerPrograms open(ContainerEngine engine, Progress progress) {
        Containers containers = Containers.here(engine.client());
        containers.sweep(Instant.now());
        List<String> trouble = new ContainerImage(engine.client(), name).fetch(need.program(), progress);
        if (!trouble.isEmpty()) {
            throw unmet(
                    "the image " + name + " cannot be fetched",
                    trouble,
                    "see that " + engine.client().program()
                            + " can fetch it (its name, the network, the registry's login)");
        }
        ContainerAnswer said = version(engine, containers);
        Matcher version = InstalledPrograms.VERSION.matcher(said.output());
        if (!said.succeeded() || !version.find()) {
            throw unmet("the image " + name + " cannot run it", said.said());
        }
        int major = Integer.parseInt(version.group(2));
        if (major < need.major()) {
            throw unmet("the image " + name + " has " + version.group(1), List.of());
        }
        progress.info(need.program() + " " + version.group(1) + " runs in a container of " + name);
        return new ContainerPrograms(need, engine, containers, name, major, version.group(1));
    }

    /** As the user as whom it will work: an engine may be able to run the image as no other. */
    private ContainerAnswer version(ContainerEngine engine, Containers containers) {
        RunId id = RunId.random();
        String container = ContainerPrograms.PREFIX + id;
        List<String> line = new ArrayList<>(List.of("run", "--name", container));
        containers.labels(id.value(), Instant.now()).forEach(label -> line.addAll(List.of("--label", label)));
        line.addAll(List.of("--network", "none"));
        line.addAll(engine.asUser());
        line.addAll(List.of("--entrypoint", need.program(), name, "--version"));
        try {
            ContainerWatchdog watchdog = ContainerWatchdog.start(engine.client(), container, Platform.current());
            try {
                return engine.client().make(line, Map.of());
            } finally {
                watchdog.close();
            }
        } catch (IOException e) {
            throw unmet("the image " + name + " cannot be asked: " + e.getMessage(), List.of());
        }
    }

    private ContainerEngine engine() {
        try {
            return ContainerEngine.find();
        } catch (EnvironmentException e) {
            List<String> why = new ArrayList<>(List.of(e.problem().what()));
            why.addAll(e.problem().details());
            throw unmet(
                    before.isEmpty() ? "the image " + name + " cannot be run" : "no container can run it",
                    why,
                    e.problem().next());
        }
    }

    private EnvironmentException unmet(String why, List<String> more, String... remedies) {
        List<String> all = new ArrayList<>(details);
        all.addAll(more);
        return need.unmet(before + why, all, remedies);
    }
}
