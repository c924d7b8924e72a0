package dev.belay.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.RepositoryPolicy;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.io.DefaultSettingsWriter;

/** Settings by which a Maven looks into the outer build's local repository before it asks the network. */
final class TestSettings {

    private static final String OUTER = "belay-outer";

    private TestSettings() {}

    /** Writes them: the user's mirrors and proxies, and a repository on disk. */
    static void write(Path file) throws IOException {
        Settings settings = ofUser();
        settings.getMirrors().forEach(TestSettings::leaveOuterAlone);
        var needed = settings.getMirrors().stream().map(Mirror::getId).collect(Collectors.toSet());
        settings.getServers().removeIf(server -> !needed.contains(server.getId()));
        settings.setLocalRepository(null);
        var profile = new Profile();
        profile.setId(OUTER);
        profile.addRepository(outer());
        profile.addPluginRepository(outer());
        settings.addProfile(profile);
        settings.addActiveProfile(OUTER);
        Files.deleteIfExists(file);
        new DefaultSettingsWriter().write(file.toFile(), null, settings);
    }

    private static Settings ofUser() throws IOException {
        var request = new DefaultSettingsBuildingRequest()
                .setGlobalSettingsFile(new File(System.getProperty("belay.it.maven"), "conf/settings.xml"))
                .setUserSettingsFile(new File(System.getProperty("belay.it.settings")))
                .setSystemProperties(System.getProperties());
        try {
            return new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
        } catch (SettingsBuildingException e) {
            throw new IOException(e);
        }
    }

    private static void leaveOuterAlone(Mirror mirror) {
        if (mirror.getMirrorOf().startsWith("*")) {
            mirror.setMirrorOf(mirror.getMirrorOf() + ",!" + OUTER);
        }
    }

    private static Repository outer() {
        var never = new RepositoryPolicy();
        never.setEnabled(false);
        var always = new RepositoryPolicy();
        always.setEnabled(true);
        // a local repository has no checksums of what it holds
        always.setChecksumPolicy("ignore");
        var repository = new Repository();
        repository.setId(OUTER);
        repository.setUrl(
                Path.of(System.getProperty("belay.it.repository")).toUri().toString());
        repository.setReleases(always);
        repository.setSnapshots(never);
        return repository;
    }
}
