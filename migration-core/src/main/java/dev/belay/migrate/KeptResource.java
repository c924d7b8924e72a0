package dev.belay.migrate;

import java.io.Reader;
import java.io.StringReader;
import org.flywaydb.core.api.resource.LoadableResource;

/** A text that the database has kept, as Flyway takes a script. */
final class KeptResource extends LoadableResource {

    private final String path;
    private final String location;
    private final String text;

    /** @param path below its location, as the history names it */
    KeptResource(String path, String location, String text) {
        this.path = path;
        this.location = location;
        this.text = text;
    }

    @Override
    public Reader read() {
        return new StringReader(text);
    }

    @Override
    public String getAbsolutePath() {
        return location;
    }

    @Override
    public String getAbsolutePathOnDisk() {
        return location;
    }

    @Override
    public String getFilename() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String getRelativePath() {
        return path;
    }
}
