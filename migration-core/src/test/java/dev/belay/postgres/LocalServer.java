package dev.belay.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

final class LocalServer implements AutoCloseable {
    static final String PASSWORD = "a'b@c:d/e%f\\g h";
    private static final String BIN = "/usr/lib/postgresql/15/bin/";
    final int port;
    private final Path folder;
    final Path data;

    private LocalServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.data = folder.resolve("data");
    }

    static LocalServer start() throws Exception {
        Path folder = Files.createTempDirectory(
                "pg", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path pw = Files.writeString(folder.resolve("pw"), PASSWORD + "\n");
        var server = new LocalServer(folder, freePort());
        run(
                BIN + "initdb",
                "--no-sync",
                "-A",
                "scram-sha-256",
                "-U",
                "postgres",
                "--pwfile",
                pw.toString(),
                "-D",
                server.data.toString());
        server.ctl("start");
        return server;
    }

    void ctl(String command) throws Exception {
        var all = new ArrayList<>(List.of(
                BIN + "pg_ctl",
                "-w",
                "-D",
                data.toString(),
                "-l",
                folder.resolve("log").toString()));
        if (!command.equals("stop")) {
            all.addAll(List.of("-o", "-p " + port + " -k '' -c fsync=off -c listen_addresses=127.0.0.1"));
        } else {
            all.addAll(List.of("-m", "immediate"));
        }
        all.add(command);
        run(all.toArray(String[]::new));
    }

    void becomeUnreadableStandby() throws Exception {
        ctl("stop");
        run("touch", data.resolve("standby.signal").toString());
        run("sh", "-c", "echo 'hot_standby = off' >> " + data.resolve("postgresql.auto.conf"));
        ctl("start");
    }

    void becomeReadableStandby() throws Exception {
        ctl("stop");
        run("touch", data.resolve("standby.signal").toString());
        ctl("start");
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void run(String... command) throws Exception {
        var all = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        all.addAll(List.of(command));
        var process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("/dev/null").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command));
        }
    }

    ConnectionSettings settings(String database) {
        return new ConnectionSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
                Optional.of("postgres"),
                Optional.of(new Secret(PASSWORD)),
                Map.of());
    }

    @Override
    public void close() {
        try {
            ctl("stop");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
