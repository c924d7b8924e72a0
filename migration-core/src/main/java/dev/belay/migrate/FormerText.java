package dev.belay.migrate;

import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import org.flywaydb.core.api.resource.LoadableResource;

/** A script as it was, in the place of the file that it is now. */
final class FormerText extends LoadableResource {

    private final LoadableResource now;
    private final String text;

    /** @param encoding what cannot be decoded with it becomes U+FFFD */
    FormerText(LoadableResource now, byte[] text, Charset encoding) {
        this.now = now;
        String decoded = encoding.decode(ByteBuffer.wrap(text)).toString();
        this.text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    }

    @Override
    public Reader read() {
        return new StringReader(text);
    }

    @Override
    public String getAbsolutePath() {
        return now.getAbsolutePath();
    }

    @Override
    public String getAbsolutePathOnDisk() {
        return now.getAbsolutePathOnDisk();
    }

    @Override
    public String getFilename() {
        return now.getFilename();
    }

    @Override
    public String getRelativePath() {
        return now.getRelativePath();
    }
}
