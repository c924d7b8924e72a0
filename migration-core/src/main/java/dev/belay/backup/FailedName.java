package dev.belay.backup;

import dev.belay.outcome.Progress;
import dev.belay.outcome.RunId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What the live database is called once another has taken its place: {@code <name>_failed_<time, UTC>}. */
final class FailedName {

    private static final String FAILED = "_failed_";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String live;
    private final String ending;
    private final RunId run;
    private String name;

    FailedName(String live, Instant now, RunId run) {
        this.live = live;
        this.ending = FAILED + STAMP.format(now);
        this.run = run;
        this.name = OwnDatabase.name(live, ending);
    }

    String name() {
        return name;
    }

    /**
     * Takes another name when this one is taken: by an earlier failure of the same second, or by that of a database whose
     * name is so long that both are cut to the same.
     *
     * @param maintenance in another database
     */
    void findFree(Connection maintenance, Progress progress) throws SQLException {
        if (OwnDatabase.exists(maintenance, name)) {
            String taken = name;
            name = OwnDatabase.name(live, ending + "_" + run);
            progress.warn("there is a database " + taken + " already; what was live becomes " + name);
        }
    }
}
