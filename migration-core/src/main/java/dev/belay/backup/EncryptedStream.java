package dev.belay.backup;

import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import dev.belay.outcome.EnvironmentException;
import dev.belay.outcome.Problem;
import dev.belay.outcome.RefusalException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Files in the format of age: each 64 kB are encrypted and authenticated, and so is where the file ends
 * (age-encryption.org/v1, Payload). What is read from one is what was written, or there is an error.
 */
final class EncryptedStream {

    private EncryptedStream() {}

    /** Writes to a file; it is complete, and on the disk, when this returns. */
    interface Source {
        void transferTo(OutputStream out) throws IOException;
    }

    static void write(Path file, BackupKey key, Source source) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // the cipher's end closes what it writes to; the file is forced to the disk after it
            try (WritableByteChannel cipher = new StandardEncryptingChannelFactory()
                    .newEncryptingChannel(new Unclosed(channel), List.of(key.writer()))) {
                source.transferTo(Channels.newOutputStream(cipher));
            }
            channel.force(true);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot encrypt", e);
        }
    }

    /**
     * {@return what was written}; reading it fails with an {@link EnvironmentException} where the file is damaged
     *
     * @throws RefusalException when it was written with another key
     */
    static InputStream read(Path file, BackupKey key) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            ReadableByteChannel cipher =
                    new StandardDecryptingChannelFactory().newDecryptingChannel(channel, List.of(key.reader()));
            return new Decrypted(Channels.newInputStream(cipher), file);
        } catch (GeneralSecurityException e) {
            channel.close();
            throw wrongKey(file, e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw damaged(file, e);
        }
    }

    /** {@return why an encrypted backup is not read without a key} */
    static RefusalException noKey(Path folder) {
        return new RefusalException(Problem.of(
                "The backup " + folder + " is encrypted, and there is no key.", "name its key: -Ddb.backup.key=..."));
    }

    private static RefusalException wrongKey(Path file, Exception e) {
        return new RefusalException(
                Problem.of(
                        file + " cannot be decrypted: it was encrypted with another key, or its beginning is damaged.",
                        "name the key that was db.backup.key when the backup was made; mvn db:backups  says whether"
                                + " the file is as it was written."),
                e);
    }

    static EnvironmentException damaged(Path file, Exception e) {
        return new EnvironmentException(
                Problem.of(
                        file + " is damaged: it is not what was written there.",
                        "use another backup; mvn db:backups  says which are whole."),
                e);
    }

    private record Unclosed(FileChannel channel) implements WritableByteChannel {

        @Override
        public int write(java.nio.ByteBuffer bytes) throws IOException {
            return channel.write(bytes);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            // its owner does
        }
    }

    private static final class Decrypted extends InputStream {

        private final InputStream plain;
        private final Path file;

        Decrypted(InputStream plain, Path file) {
            this.plain = plain;
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            try {
                return plain.read(bytes, from, length);
            } catch (IOException | RuntimeException e) {
                throw damaged(file, e);
            }
        }

        @Override
        public void close() throws IOException {
            plain.close();
        }
    }
}
