package dev.belay.analysis;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists that fit into one line. */
final class Listed {

    /** A line that names more is not read. */
    static final int MOST = 5;

    private Listed() {}

    /** {@return the first parts, and how many more there are} */
    static String of(Collection<String> parts, String separator) {
        String shown = parts.stream().limit(MOST).collect(Collectors.joining(separator));
        return parts.size() > MOST ? shown + separator + (parts.size() - MOST) + " more" : shown;
    }
}
