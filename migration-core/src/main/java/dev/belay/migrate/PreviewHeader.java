package dev.belay.migrate;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.TargetInfo;
import dev.belay.script.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The top of a preview: what it is, what psql has to be told, and a check that it meets the history it was made for. */
final class PreviewHeader {

    /** What a {@code .psqlrc} may have set otherwise. */
    private static final List<String> SETTINGS = List.of(
            "\\set ON_ERROR_STOP on",
            "\\set ON_ERROR_ROLLBACK off",
            "\\set AUTOCOMMIT on",
            "\\set SINGLELINE off",
            "\\set SINGLESTEP off",
            "\\set FETCH_COUNT 0",
            "\\set QUIET on",
            "\\encoding UTF8");

    private static final String FINGERPRINT = "SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws('|',"
            + " installed_rank, version, type, script, checksum, success), '/' ORDER BY installed_rank), ''),"
            + " 'UTF8')), 'hex') FROM ";

    private final PsqlFile file;
    private final Where where;

    PreviewHeader(PsqlFile file, Where where) {
        this.file = file;
        this.where = where;
    }

    /** @param limits what psql does otherwise than the goal, whatever the scripts are */
    void write(String goal, TargetInfo target, PreviewPlan plan, List<String> limits) {
        file.comment(
                plan.steps().isEmpty()
                        ? "There is nothing to " + goal + "."
                        : "What  mvn db:" + goal + "  would do: "
                                + count(plan.steps().size(), "script") + ", from " + version(plan.before()) + " to "
                                + version(plan.after()));
        file.comment("Made "
                + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS))
                + " for database " + target.database() + " on " + target.server() + ", PostgreSQL "
                + target.serverVersion());
        file.comment(
                "Try it on a copy of that database that has the same owner:  psql -X -v ON_ERROR_STOP=1 -d <copy> -f <this file>");
        file.comment("It holds the values of placeholders: keep it as secret as they are.");
        if (!plan.steps().isEmpty()) {
            limits.forEach(file::comment);
        }
        plan.warnings().forEach(warning -> file.comment("Mind: " + warning));
        file.blank();
        SETTINGS.forEach(file::line);
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String version(Optional<Version> version) {
        return version.map(v -> "version " + v).orElse("no version");
    }

    /** Makes psql stop before it changes anything when the history there is not the one here. */
    void guard(FlywayScope scope, Optional<Version> now) {
        String table = where.historyTable();
        String stop = PsqlFile.exception(
                "this is not a copy of the database that the preview was made for: there " + table + " was at "
                        + version(now),
                "make the preview again, for this database:  mvn db:preview");
        String there = "to_regclass(" + SqlText.literal(table) + ")";
        String check = scope.history().exists()
                ? stopIf(there + " IS NULL", stop)
                        + stopIf(
                                "(" + FINGERPRINT + table + ") <> "
                                        + SqlText.literal(fingerprint(scope.connection(), table)),
                                stop)
                : stopIf(there + " IS NOT NULL", stop);
        file.blank();
        file.comment("stops here unless the history is the one that this was made for");
        file.statement("DO " + SqlText.dollarQuoted("BEGIN\n" + check + "END"));
    }

    private static String stopIf(String condition, String stop) {
        return "  IF " + condition + " THEN\n    " + stop + "\n  END IF;\n";
    }

    private static String fingerprint(Connection connection, String table) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(FINGERPRINT + table)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new EnvironmentException(
                    Problem.of(table + " cannot be read: " + e.getMessage(), "check the server, then try again"), e);
        }
    }
}
