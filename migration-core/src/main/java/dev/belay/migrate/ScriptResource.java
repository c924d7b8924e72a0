package dev.belay.migrate;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import dev.belay.script.ScriptFile;
import dev.belay.script.ScriptName;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flywaydb.core.api.resource.LoadableResource;

/** A script that Flyway found in a location, read with the encoding that Flyway would read it with. */
final class ScriptResource implements ScriptFile {

    private final ScriptName name;
    private final LoadableResource resource;
    private final Optional<LoadableResource> conf;
    private final Charset defaultEncoding;

    ScriptResource(
            ScriptName name, LoadableResource resource, Optional<LoadableResource> conf, Charset defaultEncoding) {
        this.name = name;
        this.resource = resource;
        this.conf = conf;
        this.defaultEncoding = defaultEncoding;
    }

    @Override
    public ScriptName name() {
        return name;
    }

    @Override
    public String script() {
        return resource.getRelativePath();
    }

    @Override
    public String location() {
        return resource.getAbsolutePathOnDisk();
    }

    @Override
    public String text() {
        return read(resource, ScriptConfig.of(this).encoding().orElse(defaultEncoding));
    }

    @Override
    public Optional<String> conf() {
        return conf.map(c -> read(c, defaultEncoding));
    }

    /** {@return the same script with another text} */
    ScriptResource with(LoadableResource text) {
        return new ScriptResource(name, text, conf, defaultEncoding);
    }

    LoadableResource resource() {
        return resource;
    }

    private static String read(LoadableResource resource, Charset encoding) {
        var text = new StringWriter();
        try (Reader reader = resource.read()) {
            reader.transferTo(text);
        } catch (CharacterCodingException e) {
            throw notDecodable(resource, encoding, e);
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(
                            resource.getAbsolutePathOnDisk() + " cannot be read: " + e.getMessage(),
                            "check that the file exists and that you may read it"),
                    e);
        }
        return text.getBuffer().length() > 0 && text.getBuffer().charAt(0) == '\uFEFF'
                ? text.getBuffer().substring(1)
                : text.toString();
    }

    private static RefusalException notDecodable(LoadableResource resource, Charset encoding, Exception cause) {
        var place = resource.getRelativePath()
                + lineOfBadByte(resource, encoding).map(line -> ":" + line).orElse("");
        return new RefusalException(
                Problem.of(
                        place + ": the script is not " + encoding.name(),
                        "save it as " + encoding.name()
                                + ", or name its encoding: -Dflyway.encoding=..., or encoding=... in "
                                + resource.getFilename() + ".conf"),
                cause);
    }

    /** The decoder's exception has no position, so the bytes are decoded again up to the first that is wrong. */
    private static Optional<Integer> lineOfBadByte(LoadableResource resource, Charset encoding) {
        try {
            var bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of(resource.getAbsolutePathOnDisk())));
            var chars = CharBuffer.allocate(bytes.remaining() + 1);
            CoderResult result = encoding.newDecoder().decode(bytes, chars, true);
            if (!result.isError()) {
                return Optional.empty();
            }
            return Optional.of(
                    1 + (int) chars.flip().chars().filter(c -> c == '\n').count());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
