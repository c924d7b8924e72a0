package dev.belay.script;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Continues a project's versions the way they are written: {@code 007} by {@code 008}, {@code 1.9} by {@code 1.10},
 * {@code 20, 30, 40} by {@code 50}, a time by the present time. Where there are several ways, that of the highest version
 * counts.
 */
public final class VersionPattern {

    /** What people number by when they leave room. */
    private static final List<Integer> STEPS = List.of(1000, 500, 100, 50, 10, 5);

    private static final int FOR_A_STEP = 3;
    private static final long EPOCH_2001 = 978_307_200L;
    private static final long DAY = 86_400L;
    private static final int SECONDS_WIDTH = 10;
    private static final int MILLIS_WIDTH = 13;

    private VersionPattern() {}

    /**
     * {@return the next version, higher than all of them, as it is to be written; {@code 1} when there are none}
     *
     * @param written the versions as the files' names have them, in any order
     * @param taken others that must not be used
     * @param now what a version made of the time is made of
     * @throws IllegalArgumentException when one of those written is no version
     */
    public static String next(Collection<String> written, Set<Version> taken, LocalDateTime now) {
        List<WrittenVersion> all = written.stream()
                .map(WrittenVersion::of)
                .sorted(Comparator.comparing(WrittenVersion::version))
                .toList();
        String next = all.isEmpty() ? "1" : after(all.get(all.size() - 1), all, now);
        while (taken.contains(Version.of(next))) {
            next = after(WrittenVersion.of(next), all, now);
        }
        return next;
    }

    private static String after(WrittenVersion newest, List<WrittenVersion> all, LocalDateTime now) {
        return DatePattern.of(newest, all)
                .map(pattern -> pattern.after(now))
                .or(() -> epoch(newest, now))
                .orElseGet(() -> counted(newest, all));
    }

    private static String counted(WrittenVersion newest, List<WrittenVersion> all) {
        String last = newest.last();
        String next = new BigInteger(last).add(step(newest, all)).toString();
        return newest.withLast("0".repeat(Math.max(0, last.length() - next.length())) + next);
    }

    private static BigInteger step(WrittenVersion newest, List<WrittenVersion> all) {
        List<BigInteger> latest = all.stream()
                .filter(other -> other.parts().size() == 1 && newest.parts().size() == 1)
                .map(other -> new BigInteger(other.last()))
                .toList();
        if (latest.size() < FOR_A_STEP) {
            return BigInteger.ONE;
        }
        List<BigInteger> three = latest.subList(latest.size() - FOR_A_STEP, latest.size());
        return STEPS.stream()
                .map(BigInteger::valueOf)
                .filter(step -> isStep(step, three))
                .findFirst()
                .orElse(BigInteger.ONE);
    }

    private static boolean isStep(BigInteger step, List<BigInteger> versions) {
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).mod(step).signum() != 0
                    || i > 0 && !versions.get(i).subtract(versions.get(i - 1)).equals(step)) {
                return false;
            }
        }
        return true;
    }

    /** Seconds or milliseconds since 1970, which nobody counts up to by hand. */
    private static Optional<String> epoch(WrittenVersion newest, LocalDateTime now) {
        int width = newest.last().length();
        if (newest.parts().size() > 1 || width != SECONDS_WIDTH && width != MILLIS_WIDTH) {
            return Optional.empty();
        }
        long unit = width == SECONDS_WIDTH ? 1 : 1000;
        long present = now.toEpochSecond(ZoneOffset.UTC);
        long value = Long.parseLong(newest.last());
        if (value < EPOCH_2001 * unit || value > (present + DAY) * unit) {
            return Optional.empty();
        }
        return Optional.of(String.valueOf(Math.max(value + 1, present * unit)));
    }
}
