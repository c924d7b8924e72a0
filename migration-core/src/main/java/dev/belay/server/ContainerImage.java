package dev.belay.server;

import dev.belay.outcome.Progress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An image of a container engine.
 *
 * @param client of the engine
 * @param name see {@link #isName}
 */
record ContainerImage(ContainerClient client, String name) {

    /** {@code registry:5000/name/space:tag@sha256:digest}; nothing that a client would take for an option. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]*(@sha256:[0-9a-f]{64})?");

    /** {@return whether a text could be an image's name} */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * {@return what the engine says when the image cannot be fetched; empty when it is there}
     *
     * @param what it is for: {@code the scratch server}
     * @param progress hears when it has to be fetched first
     */
    List<String> fetch(String what, Progress progress) {
        ContainerAnswer here = client.run("image", "inspect", name);
        if (here.succeeded() || !here.came()) {
            return here.succeeded() ? List.of() : here.said();
        }
        progress.info("Fetching the image " + name + " for " + what);
        ContainerAnswer pull = client.pull(name);
        if (pull.succeeded()) {
            return List.of();
        }
        return pull.said().isEmpty() ? List.of("exit code " + pull.exit()) : pull.said();
    }
}
