package dev.belay.benchmark;

import dev.belay.testing.TestBinaries;
import dev.belay.testing.TestDatabase;
import dev.belay.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A chain of 1,000 scripts of three statements: Belay's {@code upgrade} and {@code history} beside plain Flyway's
 * {@code migrate} and {@code info} through its API. Each measurement is a JVM of its own; the two take turns, so that a
 * machine that gets slower hits both; what counts is the ratio, pair by pair.
 */
public final class ThousandScripts {

    private static final int SCRIPTS = 1000;
    private static final int PAIRS = Integer.getInteger("belay.benchmark.pairs", 5);

    private ThousandScripts() {}

    /** One JVM's figures: the call's time, and the most that the heap held. */
    private record Figures(long millis, long heapKib) {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path scripts = Files.createTempDirectory("belay-benchmark");
        try (var servers = new TestServers()) {
            writeScripts(scripts);
            compare("upgrade / Flyway migrate", "upgrade", "migrate", servers, scripts, false);
            compare("history / Flyway info", "history", "info", servers, scripts, true);
        } finally {
            delete(scripts);
        }
    }

    private static void writeScripts(Path folder) throws IOException {
        for (int n = 1; n <= SCRIPTS; n++) {
            Files.writeString(folder.resolve("V" + n + "__table_" + n + ".sql"), """
                    create table t%1$d (id bigint primary key, name text not null, made timestamptz default now());
                    create index t%1$d_name on t%1$d (name);
                    insert into t%1$d (id, name) select g, 'name ' || g from generate_series(1, 10) g;
                    """.formatted(n));
        }
    }

    private static void compare(
            String title, String ours, String theirs, TestServers servers, Path scripts, boolean migrated)
            throws IOException, InterruptedException {
        var time = new ArrayList<Double>();
        var heap = new ArrayList<Double>();
        for (int pair = 0; pair <= PAIRS; pair++) {
            Figures belay = measure(ours, servers, scripts, migrated);
            Figures flyway = measure(theirs, servers, scripts, migrated);
            System.out.printf(
                    Locale.ROOT,
                    "%s%s: Belay %d ms, %d KiB; Flyway %d ms, %d KiB%n",
                    title,
                    pair == 0 ? " (warm-up, not counted)" : "",
                    belay.millis(),
                    belay.heapKib(),
                    flyway.millis(),
                    flyway.heapKib());
            if (pair > 0) {
                time.add((double) belay.millis() / flyway.millis());
                heap.add((double) belay.heapKib() / flyway.heapKib());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: time x %.2f (%.2f to %.2f), peak heap x %.2f (%.2f to %.2f), median of %d pairs%n%n",
                title,
                median(time),
                time.stream().min(Comparator.naturalOrder()).orElseThrow(),
                time.stream().max(Comparator.naturalOrder()).orElseThrow(),
                median(heap),
                heap.stream().min(Comparator.naturalOrder()).orElseThrow(),
                heap.stream().max(Comparator.naturalOrder()).orElseThrow(),
                PAIRS);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static Figures measure(String contestant, TestServers servers, Path scripts, boolean migrated)
            throws IOException, InterruptedException {
        TestDatabase database = servers.newDatabase(TestBinaries.defaultMajor());
        try {
            if (migrated) {
                run("upgrade", database, scripts);
            }
            return run(contestant, database, scripts);
        } finally {
            servers.drop(database);
        }
    }

    /** A small young generation, so that the peak is what is held and not what waits to be collected. */
    private static Figures run(String contestant, TestDatabase database, Path scripts)
            throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmn8m",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Contestant.class.getName(),
                        contestant,
                        database.settings().jdbcUrl(),
                        database.settings().user().orElseThrow(),
                        scripts.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment()
                .put(
                        Contestant.PASSWORD,
                        database.settings().password().orElseThrow().reveal());
        Process child = process.start();
        String output = new String(child.getInputStream().readAllBytes());
        if (child.waitFor() != 0) {
            throw new IllegalStateException(contestant + " failed: " + output);
        }
        String[] figures =
                output.strip().lines().reduce((a, b) -> b).orElseThrow().split(" ");
        return new Figures(Long.parseLong(figures[0]), Long.parseLong(figures[1]));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
