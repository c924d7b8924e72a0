package dev.belay.script;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A version that begins with a date, with or without separators in it: {@code 20240131}, {@code 2024_01_31_101500},
 * {@code 20240131_2}.
 *
 * @param newest the version that is to be followed
 * @param date its date
 * @param rest the digits behind the date: a time, a number, or none
 * @param kind what {@code rest} is
 * @param peers the project's versions of the same kind and shape, in order
 * @param dateOnly whether the project has versions of the same shape without anything behind the date
 */
record DatePattern(
        WrittenVersion newest, LocalDate date, String rest, Kind kind, List<DatePattern> peers, boolean dateOnly) {

    private static final int DATE = 8;
    private static final List<Integer> SPLIT_DATE = List.of(4, 2, 2);
    private static final int FIRST_YEAR = 1990;
    private static final int LAST_YEAR = 2199;
    private static final int MINUTES = 4;
    private static final int SECONDS = 6;
    private static final int MILLIS = 9;

    /** What is behind the date. */
    enum Kind {
        NOTHING,
        TIME,
        NUMBER
    }

    /** {@return the pattern of the version; empty when it does not begin with a date} */
    static Optional<DatePattern> of(WrittenVersion newest, List<WrittenVersion> all) {
        return read(newest).map(own -> {
            List<DatePattern> dated =
                    all.stream().flatMap(other -> read(other).stream()).toList();
            List<DatePattern> peers = dated.stream().filter(own::isPeer).toList();
            boolean dateOnly = dated.stream().anyMatch(other -> other.kind == Kind.NOTHING);
            return new DatePattern(newest, own.date, own.rest, own.withPeers(peers), peers, dateOnly);
        });
    }

    /** {@return the version after it} */
    String after(LocalDateTime now) {
        return switch (kind) {
            case NOTHING -> afterDate(now.toLocalDate());
            case TIME -> afterTime(now);
            case NUMBER -> afterNumber(now.toLocalDate());
        };
    }

    private String afterDate(LocalDate today) {
        if (today.isAfter(date)) {
            return newest.filledWith(digits(today));
        }
        // a second script of a day: behind it, before the next day's
        String separator =
                newest.separators().isEmpty() ? "." : newest.separators().get(0);
        return newest.filledWith(digits(date)) + separator + "1";
    }

    private String afterTime(LocalDateTime now) {
        ChronoUnit unit = switch (rest.length()) {
            case MINUTES -> ChronoUnit.MINUTES;
            case SECONDS -> ChronoUnit.SECONDS;
            default -> ChronoUnit.MILLIS;
        };
        LocalDateTime earliest =
                LocalDateTime.of(date, time(rest).orElseThrow()).plus(1, unit);
        LocalDateTime present = now.truncatedTo(unit);
        LocalDateTime next = present.isBefore(earliest) ? earliest : present;
        String time = DateTimeFormatter.ofPattern("HHmmssSSS").format(next).substring(0, rest.length());
        return newest.filledWith(digits(next.toLocalDate()) + time);
    }

    private String afterNumber(LocalDate today) {
        LocalDate day = today.isAfter(date) ? today : date;
        boolean newDay = !day.equals(date);
        if (newDay && dateOnly) {
            return newest.filledWith(digits(day)).replaceFirst("[._]$", "");
        }
        BigInteger number = newDay && !isRunning() ? first() : number().add(BigInteger.ONE);
        String text = number.toString();
        if (isAttached() && text.length() > rest.length()) {
            // a digit more would be higher than all days to come
            return newest.filledWith(digits(day.plusDays(1)) + padded(first().toString()));
        }
        return newest.filledWith(digits(day) + padded(text));
    }

    /** Whether the number goes on over the days and does not begin anew. */
    private boolean isRunning() {
        boolean anyDayChange = false;
        for (int i = 1; i < peers.size(); i++) {
            if (!peers.get(i).date.equals(peers.get(i - 1).date)) {
                anyDayChange = true;
                if (peers.get(i).number().compareTo(peers.get(i - 1).number()) <= 0) {
                    return false;
                }
            }
        }
        return anyDayChange;
    }

    private BigInteger first() {
        boolean fromZero = peers.stream().anyMatch(peer -> peer.number().signum() == 0);
        return fromZero ? BigInteger.ZERO : BigInteger.ONE;
    }

    private BigInteger number() {
        return new BigInteger(rest);
    }

    private boolean isAttached() {
        return newest.last().length() > rest.length();
    }

    private String padded(String number) {
        int width = isAttached()
                ? rest.length()
                : peers.stream()
                        .map(DatePattern::rest)
                        .filter(text -> text.length() > 1 && text.startsWith("0"))
                        .mapToInt(String::length)
                        .max()
                        .orElse(1);
        return "0".repeat(Math.max(0, width - number.length())) + number;
    }

    private boolean isPeer(DatePattern other) {
        return kind == other.kind
                && newest.isShapedAs(other.newest)
                && (!isAttached() || rest.length() == other.rest.length());
    }

    /** Four digits are a counter where none of them is later than a minute to one in the night. */
    private Kind withPeers(List<DatePattern> all) {
        boolean counter = kind == Kind.TIME
                && rest.length() == MINUTES
                && !all.isEmpty()
                && all.stream().allMatch(peer -> peer.rest.startsWith("00"));
        return counter ? Kind.NUMBER : kind;
    }

    private static Optional<DatePattern> read(WrittenVersion version) {
        int parts = partsOfDate(version.parts());
        return parts == 0
                ? Optional.empty()
                : date(version.digits().substring(0, DATE)).flatMap(day -> {
                    String rest = version.digits().substring(DATE);
                    return kind(version.parts(), parts, rest)
                            .map(kind -> new DatePattern(version, day, rest, kind, List.of(), false));
                });
    }

    /** How many parts the date takes, the last of them perhaps with more behind it; 0 when there is none. */
    private static int partsOfDate(List<String> parts) {
        if (parts.get(0).length() >= DATE) {
            return 1;
        }
        boolean split = parts.size() >= SPLIT_DATE.size();
        for (int i = 0; split && i < SPLIT_DATE.size(); i++) {
            split = parts.get(i).length() == SPLIT_DATE.get(i);
        }
        return split ? SPLIT_DATE.size() : 0;
    }

    private static Optional<Kind> kind(List<String> parts, int dateParts, String rest) {
        if (rest.isEmpty()) {
            return Optional.of(Kind.NOTHING);
        }
        boolean attached = dateParts == 1 && parts.get(0).length() > DATE;
        if (attached && parts.size() > 1) {
            return Optional.empty();
        }
        boolean inPairs = parts.subList(dateParts, parts.size()).stream()
                .allMatch(
                        part -> part.length() % 2 == 0 || part.length() == MILLIS || part.length() == MILLIS - SECONDS);
        if (inPairs && time(rest).isPresent()) {
            return Optional.of(Kind.TIME);
        }
        return attached || parts.size() == dateParts + 1 ? Optional.of(Kind.NUMBER) : Optional.empty();
    }

    private static Optional<LocalDate> date(String digits) {
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(digits, 0, 4, 10),
                    Integer.parseInt(digits, 4, 6, 10),
                    Integer.parseInt(digits, 6, DATE, 10));
            return Optional.of(date).filter(day -> day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalTime> time(String digits) {
        if (digits.length() != MINUTES && digits.length() != SECONDS && digits.length() != MILLIS) {
            return Optional.empty();
        }
        String full = digits + "0".repeat(MILLIS - digits.length());
        try {
            return Optional.of(LocalTime.of(
                    Integer.parseInt(full, 0, 2, 10),
                    Integer.parseInt(full, 2, MINUTES, 10),
                    Integer.parseInt(full, MINUTES, SECONDS, 10),
                    Integer.parseInt(full, SECONDS, MILLIS, 10) * 1_000_000));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String digits(LocalDate day) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }
}
