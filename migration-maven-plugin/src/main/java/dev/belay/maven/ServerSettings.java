package dev.belay.maven;

import dev.belay.outcome.DidYouMean;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.Secret;
import dev.belay.target.TargetInputs.ServerCredentials;
import java.util.List;
import java.util.Optional;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem.Severity;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/** Reads a {@code <server>} of settings.xml, whose password may be encrypted. */
final class ServerSettings {

    private final Settings settings;
    private final SettingsDecrypter decrypter;

    ServerSettings(Settings settings, SettingsDecrypter decrypter) {
        this.settings = settings;
        this.decrypter = decrypter;
    }

    /**
     * {@return the server's credentials}
     *
     * @throws RefusalException when there is no such server
     * @throws EnvironmentException when its password cannot be decrypted
     */
    ServerCredentials credentials(String id) {
        Server server = Optional.ofNullable(settings.getServer(id)).orElseThrow(() -> unknown(id));
        var result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        boolean failed = result.getProblems().stream()
                .anyMatch(problem -> problem.getSeverity().compareTo(Severity.ERROR) <= 0);
        if (failed) {
            throw new EnvironmentException(Problem.of(
                    "the password of the server " + id + " in settings.xml cannot be decrypted",
                    "See that settings-security.xml is there with the master password it was encrypted with;"
                            + " mvn --encrypt-password  encrypts it anew."));
        }
        Server open = result.getServer();
        return new ServerCredentials(
                id, filled(open.getUsername()), filled(open.getPassword()).map(Secret::new));
    }

    private RefusalException unknown(String id) {
        List<String> ids = settings.getServers().stream().map(Server::getId).toList();
        String known = ids.isEmpty() ? "it has none" : "it has " + String.join(", ", ids);
        return new RefusalException(Problem.of(
                "db.serverId names the server " + id + ", which is not in settings.xml; " + known,
                "Add <server><id>" + id + "</id>...</server> there, or correct db.serverId."
                        + DidYouMean.of(id, ids)
                                .map(near -> " Did you mean " + near + "?")
                                .orElse("")));
    }

    private static Optional<String> filled(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }
}
