package dev.belay.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.postgres.TableSize;
import dev.belay.script.QualifiedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file that {@code db.statistics} names: how large tables are, as {@code docs/statistics.md} describes it.
 *
 * <pre>{@code
 * {
 *   "version": 1,
 *   "tables": [
 *     {"schema": "public", "name": "orders", "rows": 12000000, "bytes": 1932735283}
 *   ]
 * }
 * }</pre>
 *
 * Names are as in the catalogue, without quotes; {@code bytes} are those of {@code pg_table_size}, and a partitioned
 * table has the sums of its partitions. Other members are passed over.
 */
final class StatisticsFile {

    private static final int VERSION = 1;

    private StatisticsFile() {}

    /**
     * {@return what the file says}
     *
     * @throws RefusalException when there is no such file, or it is not in this format
     * @throws EnvironmentException when it cannot be read
     */
    static List<TableSize> read(Path file) {
        JsonNode root = parse(file);
        if (root.path("version").asInt(0) != VERSION) {
            throw refusal(file, "has no \"version\": " + VERSION);
        }
        if (!root.path("tables").isArray()) {
            throw refusal(file, "has no array \"tables\"");
        }
        var sizes = new ArrayList<TableSize>();
        for (JsonNode table : root.path("tables")) {
            sizes.add(size(file, table, sizes.size() + 1));
        }
        return sizes;
    }

    private static TableSize size(Path file, JsonNode table, int number) {
        for (String member : List.of("schema", "name")) {
            if (!table.path(member).isTextual()) {
                throw refusal(file, "has no text \"" + member + "\" in table " + number);
            }
        }
        for (String member : List.of("rows", "bytes")) {
            if (!table.path(member).canConvertToLong() || table.path(member).asLong() < 0) {
                throw refusal(file, "has no number \"" + member + "\", 0 or more, in table " + number);
            }
        }
        return new TableSize(
                QualifiedName.of(
                        table.path("schema").asText(), table.path("name").asText()),
                table.path("rows").asLong(),
                table.path("bytes").asLong());
    }

    private static JsonNode parse(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new RefusalException(Problem.of(
                    "db.statistics names " + file + ", which does not exist.",
                    "Correct the path, or leave db.statistics out."));
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw refusal(
                    file,
                    "is no JSON at line " + place.getLineNr() + ", column " + place.getColumnNr() + ": "
                            + e.getOriginalMessage());
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(
                            "The statistics " + file + " cannot be read: " + e.getMessage(), "Make the file readable."),
                    e);
        }
    }

    private static RefusalException refusal(Path file, String what) {
        return new RefusalException(Problem.of(
                "The statistics " + file + " cannot be used: it " + what + ".",
                "Write it again with the query in docs/statistics.md, or leave db.statistics out."));
    }
}
