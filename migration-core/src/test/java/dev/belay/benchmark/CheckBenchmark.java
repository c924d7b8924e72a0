package dev.belay.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a check costs, as whole processes that take turns: five pending scripts over a history of 500 beside the same over
 * a history of 10, both replayed before; and, where {@code belay.benchmark.scripts} names a folder and {@code
 * belay.benchmark.squawk} a program, the texts of that folder beside squawk.
 */
public final class CheckBenchmark {

    private static final String HEAP = "96m";
    private static final int SHORT = 10;
    private static final int LONG = 500;
    private static final int PAIRS = Integer.getInteger("belay.benchmark.pairs", 5);

    private CheckBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path few = Files.createTempDirectory("belay-benchmark");
        Path many = Files.createTempDirectory("belay-benchmark");
        try {
            write(few, SHORT);
            write(many, LONG);
            List<String> over = List.of(many.toString(), String.valueOf(LONG + CheckContestant.PENDING));
            List<String> beside = List.of(few.toString(), String.valueOf(SHORT + CheckContestant.PENDING));
            compare("check over a history of 500 / of 10", check(over, "512m"), check(beside, "512m"));
        } finally {
            delete(few);
            delete(many);
        }
        Optional<String> scripts = property("belay.benchmark.scripts");
        Optional<String> squawk = property("belay.benchmark.squawk");
        if (scripts.isPresent() && squawk.isPresent()) {
            var command = new ArrayList<>(List.of(squawk.get()));
            try (Stream<Path> files = Files.list(Path.of(scripts.get()))) {
                files.map(Path::toString)
                        .filter(file -> file.endsWith(".sql"))
                        .sorted()
                        .forEach(command::add);
            }
            compare(
                    "text alone, with a heap of " + HEAP + " / squawk",
                    check(List.of(scripts.get(), "text"), HEAP),
                    command);
        }
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isBlank());
    }

    static String name(int number) {
        return "V" + number + "__table.sql";
    }

    private static void write(Path folder, int history) throws IOException {
        for (int n = 1; n <= history; n++) {
            Files.writeString(folder.resolve(name(n)), """
                    CREATE TABLE t%1$d (id bigint PRIMARY KEY, name text NOT NULL, total int);
                    CREATE INDEX t%1$d_name ON t%1$d (name);
                    ALTER TABLE t%1$d ADD COLUMN created timestamptz DEFAULT now();
                    """.formatted(n));
        }
        for (int n = 1; n <= CheckContestant.PENDING; n++) {
            Files.writeString(folder.resolve(name(history + n)), """
                    ALTER TABLE t%1$d ADD COLUMN c int;
                    ALTER TABLE t%1$d ALTER COLUMN total TYPE bigint;
                    CREATE INDEX t%1$d_total ON t%1$d (total);
                    CREATE TABLE n%1$d (id bigint PRIMARY KEY);
                    """.formatted(n));
        }
    }

    private static List<String> check(List<String> arguments, String heap) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                // as one sets them in .mvn/jvm.config: a check does not live long enough for more
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dbelay.test.binaries=" + System.getProperty("belay.test.binaries", ""),
                "-Dbelay.test.home=" + System.getProperty("belay.test.home", ""),
                "-cp",
                System.getProperty("java.class.path"),
                CheckContestant.class.getName()));
        command.addAll(arguments);
        return command;
    }

    private static void compare(String title, List<String> ours, List<String> theirs)
            throws IOException, InterruptedException {
        var ratios = new ArrayList<Double>();
        for (int pair = 0; pair <= PAIRS; pair++) {
            long one = millis(ours);
            long other = millis(theirs);
            System.out.printf(
                    Locale.ROOT, "%s%s: %d ms, %d ms%n", title, pair == 0 ? " (warm-up, not counted)" : "", one, other);
            if (pair > 0) {
                ratios.add((double) one / other);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: time x %.2f (%.2f to %.2f), median of %d pairs%n%n",
                title,
                ratios.stream().sorted().skip(PAIRS / 2).findFirst().orElseThrow(),
                ratios.stream().min(Comparator.naturalOrder()).orElseThrow(),
                ratios.stream().max(Comparator.naturalOrder()).orElseThrow(),
                PAIRS);
    }

    private static long millis(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] output = process.getInputStream().readAllBytes();
        // squawk's exit code says whether it found something
        if (process.waitFor() != 0 && command.contains(CheckContestant.class.getName())) {
            throw new IllegalStateException(new String(output));
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
