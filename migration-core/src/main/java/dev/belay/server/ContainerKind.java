package dev.belay.server;

import java.util.regex.Pattern;

/** Whose files and whose network a container of an engine has. */
enum ContainerKind {
    /** The engine is root: users and network of a container can be this machine's. */
    ROOT,

    /**
     * The engine is root, and maps the users of its containers to others ({@code userns-remap}): to have this machine's
     * users and network a container must be excepted (Docker, Isolate containers with a user namespace).
     */
    REMAPPED,

    /** The engine is run by its user, who is root in its containers (Docker's rootless mode, rootless Podman). */
    ROOTLESS,

    /**
     * The engine has a virtual machine of its own (macOS, Docker Desktop), which shows this machine's files as whoever
     * asks for them, and has another network.
     */
    MACHINE;

    /** What a virtual machine calls the one that it runs on (Docker Desktop, Networking; Podman has it too). */
    static final String OUTSIDE = "host.docker.internal";

    /** In {@code docker info} among the security options. */
    private static final Pattern IS_REMAPPED = Pattern.compile("\"name=userns\"");

    /** In {@code docker info} among the security options, in {@code podman info} below host, security. */
    private static final Pattern IS_ROOTLESS = Pattern.compile("name=rootless|\"rootless\"\\s*:\\s*true");

    private static final Pattern IS_DESKTOP = Pattern.compile("\"OperatingSystem\"\\s*:\\s*\"Docker Desktop");

    /** @param information what {@code info} prints as JSON */
    static ContainerKind of(String information, Platform platform) {
        if (platform.os().equals("darwin") || IS_DESKTOP.matcher(information).find()) {
            return MACHINE;
        }
        if (IS_ROOTLESS.matcher(information).find()) {
            return ROOTLESS;
        }
        return IS_REMAPPED.matcher(information).find() ? REMAPPED : ROOT;
    }
}
