package dev.belay.migrate;

import dev.belay.script.ScriptName;
import dev.belay.script.ScriptType;
import dev.belay.script.Version;
import java.util.Optional;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.ResourceName;
import org.flywaydb.core.internal.resource.ResourceNameParser;

/** Flyway's name parser, taught the undo prefix by asking it a second time with that prefix for versioned ones. */
final class ScriptNames {

    private final Configuration configuration;
    private final ResourceNameParser parser;
    private final String undoPrefix;
    private ResourceNameParser undoParser;

    ScriptNames(Configuration configuration, String undoPrefix) {
        this.configuration = configuration;
        this.undoPrefix = undoPrefix;
        this.parser = new ResourceNameParser(configuration);
    }

    /** Made when it is first needed: a configuration of Flyway's looks for all its plugins. */
    private ResourceNameParser undoParser() {
        if (undoParser == null) {
            var undo = new ClassicConfiguration(configuration.getClassLoader());
            undo.setSqlMigrationPrefix(undoPrefix);
            undo.setSqlMigrationSeparator(configuration.getSqlMigrationSeparator());
            undo.setSqlMigrationSuffixes(configuration.getSqlMigrationSuffixes());
            undoParser = new ResourceNameParser(undo);
        }
        return undoParser;
    }

    String suffix() {
        return configuration.getSqlMigrationSuffixes()[0];
    }

    ResourceName parse(String fileName) {
        ResourceName name = parser.parse(fileName);
        if (name.isValid() || !fileName.startsWith(undoPrefix)) {
            return name;
        }
        return undoParser().parse(fileName);
    }

    ScriptName nameOf(ResourceName name, LoadableResource resource) {
        return nameOf(name, resource.getFilename());
    }

    ScriptName nameOf(ResourceName name, String fileName) {
        ScriptType type = typeOf(name);
        var version = type == ScriptType.VERSIONED || type == ScriptType.UNDO
                ? Version.parse(name.getVersion().getVersion())
                : Optional.<Version>empty();
        String description = type == ScriptType.CALLBACK
                ? (name.getPrefix() + " " + name.getDescription()).strip()
                : name.getDescription();
        return new ScriptName(type, version, description, fileName);
    }

    private ScriptType typeOf(ResourceName name) {
        String prefix = name.getPrefix();
        if (Event.fromId(prefix) != null) {
            return ScriptType.CALLBACK;
        }
        if (prefix.equals(configuration.getRepeatableSqlMigrationPrefix())) {
            return ScriptType.REPEATABLE;
        }
        return prefix.equals(configuration.getSqlMigrationPrefix()) ? ScriptType.VERSIONED : ScriptType.UNDO;
    }
}
