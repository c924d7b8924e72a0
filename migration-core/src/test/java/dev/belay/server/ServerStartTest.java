package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belay.outcome.EnvironmentException;
import dev.belay.testing.TestBinaries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no watchdog on Windows")
class ServerStartTest {

    private final EmbeddedRequest request = TestBinaries.throwaway(TestBinaries.defaultMajor());
    private final Platform platform = Platform.current();
    private final Placement placement = Placement.choose(request.home(), platform);

    private Binaries binaries() {
        return Binaries.extract(
                request.binaries().jar(request.major(), platform),
                request.major(),
                platform,
                placement.cache(),
                request.progress());
    }

    private DataFolder folder(Binaries binaries) {
        Template template = Template.get(binaries, placement, placement.cache(), request.progress());
        return DataFolder.open(request, template, placement, platform);
    }

    private ServerStart start(Binaries binaries, DataFolder folder) throws IOException {
        return new ServerStart(
                binaries, folder, placement.user(), request.kind(), folder.password(), Template.MAINTENANCE);
    }

    @Test
    void aServerThatDoesNotStartIsAnErrorWithTheEndOfItsLog() throws Exception {
        Binaries binaries = binaries();
        DataFolder folder = folder(binaries);
        try (folder;
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ServerStart start = start(binaries, folder);

            assertThatThrownBy(() -> start.runOnce(taken.getLocalPort()))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("did not start")
                    .hasMessageContaining("could not create any TCP/IP sockets")
                    .message()
                    .doesNotContain(folder.password().reveal());

            // and the same folder serves for the next attempt
            ServerStart.Started started = start.run();
            assertThat(started.port()).isNotEqualTo(taken.getLocalPort());
            started.process().stop();
        }
        assertThat(folder.folder()).doesNotExist();
    }

    /** As a container that is gone has left it: the port is free, and whoever connects to it is sent elsewhere. */
    @Test
    void aPortThatAFirewallSendsElsewhereIsGivenUpForAnother() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        List<String> rule = List.of(
                "OUTPUT", "-d", "127.0.0.1", "-p", "tcp", "--dport", "" + port, "-j", "DNAT", "--to", "127.0.0.1:1");
        assumeTrue(firewall("-A", rule), "this role has no firewall to change");
        try {
            Binaries binaries = binaries();
            try (DataFolder folder = folder(binaries)) {
                var ports = new ArrayDeque<>(List.of(port));
                ServerStart.Started started =
                        start(binaries, folder).run(() -> ports.isEmpty() ? ServerStart.freePort() : ports.remove());
                assertThat(started.port()).isNotEqualTo(port);
                started.process().stop();
            }
        } finally {
            firewall("-D", rule);
        }
    }

    private static boolean firewall(String change, List<String> rule) {
        List<String> command = new ArrayList<>(List.of("iptables", "--wait", "-t", "nat", change));
        command.addAll(rule);
        try {
            return Commands.run(Path.of("/"), command).succeeded();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aServerMayBeClosedTwice() {
        EmbeddedPostgres server = EmbeddedPostgres.start(TestBinaries.throwaway(TestBinaries.defaultMajor()));
        server.close();
        server.close();
        assertThat(server.data()).doesNotExist();
    }

    @Test
    void aServerOutsideOfItsWatchdogIsStoppedAllTheSame() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(TestBinaries.throwaway(TestBinaries.defaultMajor()));
        ProcessHandle postmaster = ProcessHandle.of(
                        Postmaster.read(server.data()).orElseThrow().pid())
                .orElseThrow();
        ProcessHandle watchdog = postmaster.parent().orElseThrow();
        watchdog.children().filter(child -> !child.equals(postmaster)).forEach(ProcessHandle::destroyForcibly);
        watchdog.destroyForcibly();
        watchdog.onExit().join();

        server.close();

        assertThat(postmaster.isAlive()).isFalse();
        assertThat(server.data()).doesNotExist();
    }
}
