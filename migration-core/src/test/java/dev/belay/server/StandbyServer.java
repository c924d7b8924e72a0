package dev.belay.server;

import dev.belay.outcome.Progress;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.testing.TestBinaries;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A standby without a primary, for tests: a server that can only be read, or does not yet let anybody in. */
public final class StandbyServer implements AutoCloseable {

    private static final int PORT_ATTEMPTS = 10;

    private final Binaries binaries;
    private final ServerUser user;
    private final DataFolder folder;
    private final int port;

    private StandbyServer(Binaries binaries, ServerUser user, DataFolder folder, int port) {
        this.binaries = binaries;
        this.user = user;
        this.folder = folder;
        this.port = port;
    }

    /** {@return a running standby, which accepts connections when it is readable and otherwise answers that it does not} */
    public static StandbyServer start(boolean readable) throws IOException {
        EmbeddedRequest request = TestBinaries.throwaway(TestBinaries.defaultMajor());
        Platform platform = Platform.current();
        Placement placement = Placement.choose(request.home(), platform);
        Path cache = placement.cache();
        Path jar = request.binaries().jar(request.major(), platform);
        Binaries binaries = Binaries.extract(jar, request.major(), platform, cache, Progress.SILENT);
        Template template = Template.get(binaries, placement, cache, Progress.SILENT);
        DataFolder folder = DataFolder.open(request, template, placement, platform);
        Files.createFile(folder.data().resolve("standby.signal"));
        Files.writeString(
                folder.data().resolve("postgresql.auto.conf"),
                "hot_standby = " + readable + System.lineSeparator(),
                StandardOpenOption.APPEND);
        Files.createFile(folder.log());
        placement.user().own(folder.folder());
        for (int attempt = 1; ; attempt++) {
            try {
                return new StandbyServer(binaries, placement.user(), folder, ServerStart.freePort()).started();
            } catch (IllegalStateException e) {
                // somebody was quicker to take the port that was free a moment ago
                if (attempt == PORT_ATTEMPTS || !e.getMessage().contains(ServerStart.PORT_TAKEN)) {
                    throw e;
                }
            }
        }
    }

    private StandbyServer started() throws IOException {
        control(
                "start",
                "-l",
                folder.log().toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off");
        return this;
    }

    /** Makes it an ordinary server. */
    public void promote() throws IOException {
        control("promote");
    }

    /** {@return the TCP port on 127.0.0.1} */
    public int port() {
        return port;
    }

    /** {@return how to reach a database as superuser} */
    public ConnectionSettings connection(String database) throws IOException {
        return new ConnectionSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8),
                Optional.of(Template.USER),
                Optional.of(folder.password()),
                Map.of());
    }

    private void control(String command, String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                binaries.program("pg_ctl").toString(),
                command,
                "-w",
                "-D",
                folder.data().toString()));
        line.addAll(List.of(options));
        Process process = Commands.builder(folder.data(), user.command(line))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("pg_ctl " + command + " failed: " + Files.readString(folder.log()));
        }
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            control("stop", "-m", "immediate");
        }
    }
}
