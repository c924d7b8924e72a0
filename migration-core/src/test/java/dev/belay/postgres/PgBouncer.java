package dev.belay.postgres;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PgBouncer before a test's server; it lets everybody in, and logs in to the server as its superuser. */
record PgBouncer(Process process, Path folder, int port, String database) implements AutoCloseable {

    static boolean isInstalled() {
        return find().isPresent();
    }

    private static Optional<Path> find() {
        return Stream.concat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static PgBouncer start(ConnectionSettings server, List<String> settings) throws Exception {
        Path folder = Files.createTempDirectory("pgbouncer");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var lines = new ArrayList<>(List.of(
                "[databases]",
                "* = host=127.0.0.1 port=" + server.server().split(":")[1] + " user="
                        + server.user().orElseThrow() + " password='"
                        + server.password().orElseThrow().reveal().replace("'", "''") + "'",
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                "listen_port = " + port,
                "unix_socket_dir =",
                "auth_type = any"));
        lines.addAll(settings);
        Path config = Files.write(folder.resolve("pgbouncer.ini"), lines);
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
        var command = new ArrayList<String>();
        if ("root".equals(System.getProperty("user.name"))) {
            // pgbouncer refuses root
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.addAll(List.of(find().orElseThrow().toString(), "-q", config.toString()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        var started = new PgBouncer(process, folder, port, server.database().orElseThrow());
        started.awaitListening();
        return started;
    }

    private void awaitListening() throws IOException, InterruptedException {
        while (true) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (ConnectException e) {
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException(Files.readString(folder.resolve("log")));
                }
            }
        }
    }

    ConnectionSettings settings() {
        return new ConnectionSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
                Optional.of("postgres"),
                Optional.empty(),
                Map.of());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        for (String file : List.of("pgbouncer.ini", "log", "")) {
            Files.delete(folder.resolve(file));
        }
    }
}
