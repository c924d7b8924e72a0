package dev.belay.migrate;

import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.api.pattern.ValidatePattern;
import org.flywaydb.core.internal.command.DbBaseline;
import org.flywaydb.core.internal.command.DbMigrate;
import org.flywaydb.core.internal.command.DbSchemas;
import org.flywaydb.core.internal.command.DbValidate;
import org.flywaydb.core.internal.database.base.Schema;

/**
 * The steps of {@code Flyway.migrate()} inside a scope that is open already, so that the scripts are read once: validate,
 * create schemas and history, baseline, migrate. Each is Flyway's own command.
 */
record MigrateCommand(FlywayScope scope) {

    /** Flyway's error code of a script below the versions that are applied. */
    private static final String LATE = "RESOLVED_VERSIONED_MIGRATION_NOT_APPLIED";

    private static final String UNCHANGED = "The database is unchanged.";

    /**
     * Refuses a history that does not agree with the scripts, and a database that has tables and no history.
     *
     * @throws RefusalException naming every script concerned
     */
    void requireAgreement() {
        if (scope.configuration().isValidateOnMigrate()) {
            validate();
        }
        if (!scope.history().exists()
                && !scope.configuration().isBaselineOnMigrate()
                && !nonEmptySchemas().isEmpty()) {
            throw new RefusalException(Problem.of(
                            "the schema " + String.join(", ", nonEmptySchemas())
                                    + " has objects and no history table: which scripts made them is not known",
                            "if the scripts up to some version made them:  mvn db:stamp -Ddb.target=<that version>"
                                    + "   or, wherever it is so,  mvn db:upgrade -Dflyway.baselineOnMigrate=true"
                                    + " -Dflyway.baselineVersion=<that version>;  if not, check db.url, db.schemas and"
                                    + " db.table")
                    .withState(UNCHANGED));
        }
    }

    private void validate() {
        ValidateResult result = result();
        if (!result.validationSuccessful) {
            throw new RefusalException(
                    Problem.of("the history and the scripts do not agree", remedy(result.invalidMigrations))
                            .withDetails(lines(result))
                            .withState(UNCHANGED));
        }
    }

    /** {@return where the history and the scripts do not agree, a line each} */
    List<String> disagreements() {
        return scope.history().exists() ? lines(result()) : List.of();
    }

    private static List<String> lines(ValidateResult result) {
        return result.invalidMigrations.stream()
                .map(MigrateCommand::disagreement)
                .toList();
    }

    private ValidateResult result() {
        var ignored = new ArrayList<>(List.of(scope.configuration().getIgnoreMigrationPatterns()));
        ignored.add(ValidatePattern.fromPattern("*:pending"));
        return new DbValidate(
                        scope.database(),
                        scope.history(),
                        scope.schema(),
                        scope.resolver(),
                        scope.configuration(),
                        scope.callbacks(),
                        ignored.toArray(ValidatePattern[]::new))
                .validate();
    }

    /** As Flyway's own advice: a script that comes too late is renamed, or allowed to; the others are brought back. */
    private static String remedy(List<ValidateOutput> invalid) {
        long late = invalid.stream().filter(MigrateCommand::isLate).count();
        var ways = new ArrayList<String>();
        if (late > 0) {
            ways.add("give the scripts that are not applied a version above those that are, or apply them out of order:"
                    + "  mvn db:upgrade -Dflyway.outOfOrder=true");
        }
        if (late < invalid.size()) {
            ways.add(
                    "bring back the scripts as they were applied (mvn db:history shows each); or, if the history is what"
                            + " is wrong, correct that:  mvn db:repair");
        }
        return String.join("   and ", ways);
    }

    private static boolean isLate(ValidateOutput invalid) {
        return invalid.errorDetails.errorCode.toString().equals(LATE);
    }

    private static String disagreement(ValidateOutput invalid) {
        String script = invalid.filepath == null || invalid.filepath.isBlank()
                ? "version " + invalid.version + " (" + invalid.description + ")"
                : invalid.filepath;
        return script + ": "
                + switch (invalid.errorDetails.errorCode.toString()) {
                    case "APPLIED_VERSIONED_MIGRATION_NOT_RESOLVED", "APPLIED_REPEATABLE_MIGRATION_NOT_RESOLVED" ->
                        "applied, and its script is gone";
                    case "CHECKSUM_MISMATCH" -> "its text is not the one that was applied";
                    case "DESCRIPTION_MISMATCH" -> "its description is not the one that was applied";
                    case "TYPE_MISMATCH" -> "it is of another type than what was applied";
                    case LATE -> "not applied, and a later version is";
                    case "FAILED_VERSIONED_MIGRATION", "FAILED_REPEATABLE_MIGRATION" -> "failed half-way";
                    default ->
                        invalid.errorDetails.errorMessage.lines().findFirst().orElse("");
                };
    }

    /** {@return the names of the schemas that Flyway manages and that have objects} */
    List<String> nonEmptySchemas() {
        return Arrays.stream(scope.schemas())
                .filter(schema -> schema.exists() && !schema.empty())
                .map(Schema::getName)
                .toList();
    }

    /** Makes the schemas and the history table, as far as they are not there. */
    void prepare() {
        if (scope.configuration().isCreateSchemas()) {
            new DbSchemas(scope.database(), scope.schemas(), scope.history(), scope.callbacks()).create(false);
        }
        if (!scope.history().exists()) {
            if (scope.configuration().isBaselineOnMigrate()
                    && !nonEmptySchemas().isEmpty()) {
                new DbBaseline(
                                scope.history(),
                                scope.configuration().getBaselineVersion(),
                                scope.configuration().getBaselineDescription(),
                                scope.callbacks(),
                                scope.database())
                        .baseline();
            }
            scope.history().create(false);
        }
    }

    /** Applies what is pending up to the configuration's target. */
    MigrateResult migrate() {
        prepare();
        return new DbMigrate(
                        scope.database(),
                        scope.history(),
                        scope.schema(),
                        scope.resolver(),
                        scope.configuration(),
                        scope.callbacks())
                .migrate();
    }
}
