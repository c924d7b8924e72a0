package dev.belay.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a container's server is reached. With an engine on this machine it is a port of 127.0.0.1. Where the build itself
 * runs in a container and has the engine's socket, that port is the machine's and not the build's, and the container has
 * an address that the build can reach. With an engine elsewhere ({@code DOCKER_HOST=tcp://docker:2375}) it is a port of
 * that machine.
 */
final class ContainerAddress {

    private static final String PORT = "5432";

    private ContainerAddress() {}

    /** {@return what is published: a free port, of the loopback interface unless the engine is elsewhere} */
    static String published(Map<String, String> environment) {
        return remote(environment).isPresent() ? PORT : "127.0.0.1::" + PORT;
    }

    /** {@return {@code host:port} in the order in which to try them; none while the container has no port yet} */
    static List<String> candidates(ContainerClient client, String name, Map<String, String> environment) {
        List<String> candidates = new ArrayList<>();
        String host = remote(environment).orElse("127.0.0.1");
        ContainerAnswer port = client.run("port", name, PORT + "/tcp");
        if (port.succeeded()) {
            port.output()
                    .lines()
                    .map(line -> line.substring(line.lastIndexOf(':') + 1).strip())
                    .filter(number -> number.matches("\\d+"))
                    .findFirst()
                    .ifPresent(number -> candidates.add(host + ":" + number));
        }
        ContainerAnswer address =
                client.run("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}", name);
        if (address.succeeded() && remote(environment).isEmpty()) {
            address.output()
                    .lines()
                    .flatMap(line -> List.of(line.split(" ")).stream())
                    .filter(ip -> ip.matches("[0-9.]+"))
                    .forEach(ip -> candidates.add(ip + ":" + PORT));
        }
        return candidates;
    }

    private static Optional<String> remote(Map<String, String> environment) {
        return elsewhere(environment.getOrDefault("DOCKER_HOST", ""));
    }

    /** {@return the host of an engine's address, when it is not one of this machine's sockets} */
    static Optional<String> elsewhere(String address) {
        try {
            URI uri = new URI(address);
            boolean elsewhere = List.of("tcp", "ssh", "http", "https").contains(String.valueOf(uri.getScheme()));
            return elsewhere ? Optional.ofNullable(uri.getHost()) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
