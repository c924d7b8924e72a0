package dev.belay.benchmark;

import dev.belay.command.DatabaseRequest;
import dev.belay.command.History;
import dev.belay.command.Upgrade;
import dev.belay.migrate.MigrationProject;
import dev.belay.migrate.UpTarget;
import dev.belay.migrate.settings.FlywaySettingsLoader;
import dev.belay.migrate.settings.LocationResolver;
import dev.belay.migrate.settings.ProjectLayout;
import dev.belay.migrate.settings.SettingsSources;
import dev.belay.outcome.Environment;
import dev.belay.outcome.Progress;
import dev.belay.postgres.ConnectionSettings;
import dev.belay.postgres.PostgresUrl;
import dev.belay.postgres.Secret;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/** One measurement, in a JVM of its own; prints the call's milliseconds and the heap's peak in KiB. */
public final class Contestant {

    static final String PASSWORD = "BELAY_BENCHMARK_PASSWORD";

    private Contestant() {}

    public static void main(String[] arguments) {
        String url = arguments[1];
        String user = arguments[2];
        Path scripts = Path.of(arguments[3]);
        long start = System.nanoTime();
        long seen = switch (arguments[0]) {
            case "upgrade" ->
                Upgrade.run(new Upgrade.Request(belay(url, user, scripts), new UpTarget.Latest()))
                        .applied()
                        .size();
            case "history" -> History.run(belay(url, user, scripts)).entries().size();
            case "migrate" -> flyway(url, user, scripts).migrate().migrationsExecuted;
            case "info" -> flyway(url, user, scripts).info().all().length;
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (seen < 1000) {
            throw new IllegalStateException(arguments[0] + " saw only " + seen + " scripts");
        }
        System.out.println(millis + " " + peakHeapKib());
    }

    private static Flyway flyway(String url, String user, Path scripts) {
        return Flyway.configure()
                .dataSource(url, user, System.getenv(PASSWORD))
                .locations("filesystem:" + scripts)
                .load();
    }

    private static DatabaseRequest belay(String url, String user, Path scripts) {
        ProjectLayout layout = ProjectLayout.standard(scripts);
        var settings = FlywaySettingsLoader.load(
                SettingsSources.of(layout, scripts).withOverrides(Map.of("flyway.locations", "filesystem:" + scripts)));
        var project = MigrationProject.open(
                settings, LocationResolver.resolve(settings, layout), Contestant.class.getClassLoader());
        ConnectionSettings connection = PostgresUrl.parse(url, "the benchmark")
                .withCredentials(Optional.of(user), Optional.of(new Secret(System.getenv(PASSWORD))));
        return new DatabaseRequest(project, connection, false, Environment.DEVELOPMENT, Progress.SILENT);
    }

    private static long peakHeapKib() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                / 1024;
    }
}
