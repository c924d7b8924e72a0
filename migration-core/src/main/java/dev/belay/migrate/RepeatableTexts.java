package dev.belay.migrate;

import dev.belay.script.ScriptFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.extensibility.AppliedMigration;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.StringResource;

/**
 * Finds what was applied when a row of the history was written for a repeatable script. A row names it by its checksum,
 * which Flyway calculates of the text with placeholders replaced ({@code SqlMigrationResolver}).
 *
 * @param placeholders that Flyway fills in by itself
 * @param kept the texts of repeatable scripts that the database keeps, the newest first
 */
record RepeatableTexts(
        ScriptCatalog catalog, Configuration configuration, Map<String, String> placeholders, List<KeptScript> kept) {

    /** {@return the row with its text; empty when that was not kept, or its placeholders had other values} */
    Optional<AppliedRepeatable> of(AppliedMigration row) {
        return Stream.concat(
                        catalog.find(row.getScript()).<ScriptFile>map(file -> file).stream(),
                        kept.stream().filter(text -> text.name().description().equals(row.getDescription())))
                .filter(text -> isOf(text, row.getChecksum()))
                .findFirst()
                .map(text -> new AppliedRepeatable(
                        row.getDescription(), row.getScript(), Optional.ofNullable(row.getChecksum()), text));
    }

    private boolean isOf(ScriptFile file, Integer checksum) {
        String text = file.text();
        return checksum != null
                && (checksum == KeptScripts.checksum(text) || checksum.equals(withPlaceholders(file, text)));
    }

    private Integer withPlaceholders(ScriptFile file, String text) {
        boolean replaced =
                ScriptConfig.of(file).placeholderReplacement().orElse(configuration.isPlaceholderReplacement());
        if (!replaced) {
            return null;
        }
        var parsing = new ParsingContext();
        parsing.getPlaceholders().putAll(placeholders);
        parsing.getPlaceholders()
                .put(
                        "flyway" + configuration.getPlaceholderSeparator() + "filename",
                        file.name().fileName());
        return ChecksumCalculator.calculate(LoadableResource.createPlaceholderReplacingLoadableResource(
                new StringResource(text), configuration, parsing));
    }
}
