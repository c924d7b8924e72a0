package dev.belay.git;

import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/** A file as the base has it. Its content is read when it is asked for, while the {@link BaseState} is open. */
public final class BaseFile {

    private final Path path;
    private final Repository repository;
    private final ObjectId blob;

    BaseFile(Path path, Repository repository, ObjectId blob) {
        this.path = path;
        this.repository = repository;
        this.blob = blob;
    }

    /** {@return where it is, or would be, in the working tree: below the script directory as it was given} */
    public Path path() {
        return path;
    }

    /**
     * {@return its bytes at the base}
     *
     * @throws EnvironmentException when the object is missing (a partial clone) or cannot be read
     */
    public byte[] bytes() {
        try {
            return repository.open(blob, Constants.OBJ_BLOB).getBytes();
        } catch (IOException e) {
            throw new EnvironmentException(
                    Problem.of(
                            path + " cannot be read from the git repository as it was at the base: " + e.getMessage(),
                            "git fetch --refetch --no-filter, or clone the repository anew"),
                    e);
        }
    }

    /**
     * Whether a file's bytes mean the same text as those at the base. As in Flyway's checksum
     * ({@code ChecksumCalculator}), a byte order mark, the kind of the line ends and the last line end do not count, so
     * that {@code core.autocrlf} changes no script.
     */
    public boolean sameText(byte[] now) {
        ObjectId idNow = new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, now);
        return idNow.equals(blob) || Lines.of(now).equals(Lines.of(bytes()));
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** A text without the bytes that make no difference. */
    private static final class Lines {

        private Lines() {}

        static ByteBuffer of(byte[] text) {
            var kept = new byte[text.length];
            int length = 0;
            boolean bom = text.length > 2 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF;
            for (int i = bom ? 3 : 0; i < text.length; i++) {
                boolean crOfCrLf = text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n';
                if (!crOfCrLf) {
                    kept[length++] = text[i] == '\r' ? (byte) '\n' : text[i];
                }
            }
            if (length > 0 && kept[length - 1] == '\n') {
                length--;
            }
            return ByteBuffer.wrap(kept, 0, length);
        }
    }
}
