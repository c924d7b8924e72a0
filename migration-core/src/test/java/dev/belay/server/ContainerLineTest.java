package dev.belay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine is asked to run, for each kind of it; and what is a folder and what an image. */
class ContainerLineTest {

    private static final Map<String, String> SHOP = Map.of(
            "PGHOST", "127.0.0.1", "PGPORT", "5433", "PGDATABASE", "shop", "PGUSER", "me", "PGPASSWORD", "sesame");

    private static final String VARIABLES =
            "--env LC_ALL --env PGDATABASE --env PGHOST --env PGPASSWORD --env PGPORT --env PGUSER";

    @TempDir
    private Path dir;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(dir.resolve("home"));
    }

    @Test
    void anEngineThatIsRootWritesAsWhoeverBuilds() {
        ClientCommand dump = ClientCommand.writing(
                "pg_dump", List.of("--file=/b/dump"), SHOP, Path.of("/b"), Path.of("/b/dump/toc.dat"));
        assertThat(line(
                        new ContainerEngine(new ContainerClient("docker"), ContainerKind.ROOT, "1000:1001"),
                        dump,
                        false))
                .isEqualTo("run --name n --label a=b --log-driver none --network host --user 1000:1001"
                        + " --security-opt label=disable --entrypoint pg_dump --mount type=bind,source=/b,target=/b "
                        + VARIABLES + " i:15 --file=/b/dump");
    }

    @Test
    void oneThatMapsUsersIsToldToLeaveOursAlone() {
        ClientCommand list = ClientCommand.reading("pg_restore", List.of("--list", "/b/dump"), SHOP, Path.of("/b"));
        assertThat(line(new ContainerEngine(new ContainerClient("docker"), ContainerKind.REMAPPED, "7:8"), list, false))
                .contains(" --network host --userns host --user 7:8 ");
    }

    @Test
    void oneThatIsNotRootWritesAsItsOwnRootWhichIsItsUser() {
        ClientCommand list = ClientCommand.reading("pg_restore", List.of("--list", "/b/dump"), SHOP, Path.of("/b"));
        assertThat(line(new ContainerEngine(new ContainerClient("podman"), ContainerKind.ROOTLESS, "0:0"), list, false))
                .isEqualTo("run --name n --label a=b --log-driver none --network host --user 0:0"
                        + " --security-opt label=disable --entrypoint pg_restore"
                        + " --mount type=bind,source=/b,target=/b,readonly " + VARIABLES + " i:15 --list /b/dump");
    }

    @Test
    void oneInAVirtualMachineHasAnotherNetworkAndDataNeedNoFolder() {
        ClientCommand restore = ClientCommand.alone("pg_restore", List.of(), SHOP, Path.of("/b"));
        assertThat(line(
                        new ContainerEngine(new ContainerClient("docker"), ContainerKind.MACHINE, "0:0"),
                        restore,
                        true))
                .isEqualTo("run --name n --label a=b --interactive --log-driver none --user 0:0"
                        + " --security-opt label=disable --entrypoint pg_restore " + VARIABLES + " i:15");
        assertThat(hosts(ContainerKind.MACHINE, "localhost,db.example,::1,127.0.0.2"))
                .isEqualTo("host.docker.internal,db.example,host.docker.internal,host.docker.internal");
        assertThat(hosts(ContainerKind.ROOT, "localhost,db.example")).isEqualTo("localhost,db.example");
    }

    private String hosts(ContainerKind kind, String hosts) {
        return ContainerVariables.of(Map.of("PGHOST", hosts), kind, "me", home)
                .values()
                .get("PGHOST");
    }

    private String line(ContainerEngine engine, ClientCommand command, boolean piped) {
        var variables = ContainerVariables.of(command.variables(), engine.kind(), "somebody", home);
        return String.join(" ", new ContainerLine(engine, "i:15", "n", List.of("a=b")).of(command, variables, piped));
    }

    @Test
    void filesThatVariablesNameAreThereUnderTheirOwnPathsAndAPasswordIsNeverOne() throws IOException {
        Path certificate = Files.createFile(dir.resolve("a,\"b\".crt"));
        Map<String, String> given = Map.of(
                "PGHOST", dir.toString(),
                "PGPASSWORD", dir.toString(),
                "PGSSLROOTCERT", certificate.toString(),
                "PGSSLKEY", dir.resolve("none.key").toString());
        var variables = ContainerVariables.of(given, ContainerKind.ROOT, "me", home);
        assertThat(variables.files()).containsExactlyInAnyOrder(dir, certificate);
        assertThat(variables.values()).containsAllEntriesOf(given);
        String name = certificate.toString().replace("\"", "\"\"");
        assertThat(new ContainerLine(
                                new ContainerEngine(new ContainerClient("docker"), ContainerKind.ROOT, "1:1"),
                                "i:15",
                                "n",
                                List.of())
                        .of(ClientCommand.alone("pg_dump", List.of(), given, dir), variables, false))
                .contains("type=bind,\"source=" + name + "\",\"target=" + name + "\",readonly")
                .noneMatch(argument -> argument.contains("none.key"));
    }

    @Test
    void whatLibpqFindsAtHomeIsNamedSinceNobodyHasAHomeThere() throws IOException {
        Path folder = Files.createDirectory(home.resolve(".postgresql"));
        Path root = Files.createFile(folder.resolve("root.crt"));
        Path passwords = Files.createFile(home.resolve(".pgpass"));
        Files.createFile(folder.resolve("postgresql.key"));
        var variables = ContainerVariables.of(
                Map.of("PGHOST", "db.example", "PGSSLKEY", "/etc/own.key"), ContainerKind.ROOT, "me", home);
        assertThat(variables.values())
                .isEqualTo(Map.of(
                        "LC_ALL", "C",
                        "PGHOST", "db.example",
                        "PGUSER", "me",
                        "PGSSLROOTCERT", root.toString(),
                        "PGPASSFILE", passwords.toString(),
                        "PGSSLKEY", "/etc/own.key"));
        assertThat(variables.files()).containsExactlyInAnyOrder(root, passwords);
        // a program that connects to nobody needs none of it
        assertThat(ContainerVariables.of(Map.of(), ContainerKind.ROOT, "me", home)
                        .values())
                .isEqualTo(Map.of("LC_ALL", "C"));
    }

    @Test
    void theKindIsWhatTheEngineSaysOfItself() {
        Platform linux = new Platform("linux", "amd64", false);
        assertThat(ContainerKind.of("{\"OperatingSystem\":\"Debian\",\"SecurityOptions\":[\"name=seccomp\"]}", linux))
                .isEqualTo(ContainerKind.ROOT);
        assertThat(ContainerKind.of("{\"SecurityOptions\":[\"name=seccomp\",\"name=userns\"]}", linux))
                .isEqualTo(ContainerKind.REMAPPED);
        assertThat(ContainerKind.of("{\"SecurityOptions\":[\"name=seccomp\",\"name=rootless\"]}", linux))
                .isEqualTo(ContainerKind.ROOTLESS);
        assertThat(ContainerKind.of("{\"host\":{\"security\":{\"rootless\":true}}}", linux))
                .isEqualTo(ContainerKind.ROOTLESS);
        assertThat(ContainerKind.of("{\"host\":{\"security\":{\"rootless\": false}}}", linux))
                .isEqualTo(ContainerKind.ROOT);
        assertThat(ContainerKind.of("{\"OperatingSystem\":\"Docker Desktop\"}", linux))
                .isEqualTo(ContainerKind.MACHINE);
        assertThat(ContainerKind.of("{}", new Platform("darwin", "arm64v8", false)))
                .isEqualTo(ContainerKind.MACHINE);
    }

    @Test
    void aTagOrADigestMakesAnImageUnlessThereIsSuchAFolder() throws IOException {
        assertThat(ClientSource.of("postgres:17", dir)).isEqualTo(new ClientSource.Image("postgres:17"));
        String digest = "registry.example:5000/db/postgres@sha256:" + "0a".repeat(32);
        assertThat(ClientSource.of(digest, dir)).isEqualTo(new ClientSource.Image(digest));
        assertThat(ClientSource.of("postgres", dir)).isEqualTo(new ClientSource.Folder(dir.resolve("postgres")));
        assertThat(ClientSource.of("registry.example:5000/db", dir))
                .isEqualTo(new ClientSource.Folder(dir.resolve("registry.example:5000/db")));
        assertThat(ClientSource.of("/usr/lib/postgresql/17/bin", dir))
                .isEqualTo(new ClientSource.Folder(Path.of("/usr/lib/postgresql/17/bin")));
        Files.createDirectory(dir.resolve("bin:17"));
        assertThat(ClientSource.of("bin:17", dir)).isEqualTo(new ClientSource.Folder(dir.resolve("bin:17")));
    }
}
