package io.aiplat.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Bounded reading of a file that a person wrote: a regular one, of UTF-8, no larger than anybody would write by
/// hand. Pipes and devices are not opened, for reading them may never end.
public final class TextFile {
    /// The most bytes a file of configuration may have: 1 MiB, some ten thousand models.
    public static final int MOST_BYTES = 1 << 20;

    /// The most bytes a secret in a file of its own may have: 64 KiB.
    public static final int MOST_SECRET_BYTES = 64 << 10;

    private TextFile() {}

    /// A file that is not read.
    public static final class Unreadable extends IOException {
        Unreadable(String sentence, Throwable cause) {
            super(sentence, cause);
        }

        /// Why, as a full sentence.
        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    /// The text of a file, without a byte order mark.
    ///
    /// @param most bytes it may have
    /// @throws Unreadable if it is not there, no regular file, too large, no UTF-8, or cannot be read
    public static String read(Path file, int most) throws Unreadable {
        try {
            return text(bytes(file, most));
        } catch (Unreadable e) {
            throw e;
        } catch (IOException e) {
            throw new Unreadable(reason(e), e);
        }
    }

    /// The bytes of a file.
    ///
    /// @param most bytes it may have
    /// @throws IOException also if it is no regular file or is larger
    public static byte[] bytes(Path file, int most) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw refused("It is a folder.");
        }
        if (!attributes.isRegularFile()) {
            throw refused("It is a pipe or a device; write what it would give into a file.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw refused("It has more than the " + most + " bytes that such a file may have.");
            }
            return bytes;
        }
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Unreadable refused(String sentence) {
        return new Unreadable(sentence, new IOException(sentence));
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "There is no such file.";
            case AccessDeniedException _ -> "Its permissions do not let this user read it.";
            case CharacterCodingException _ -> "It is no UTF-8 text.";
            case FileSystemException system when system.getReason() != null -> system.getReason() + ".";
            default -> e.getMessage() + ".";
        };
    }
}
