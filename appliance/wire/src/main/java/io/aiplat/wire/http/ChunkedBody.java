package io.aiplat.wire.http;

import java.io.EOFException;
import java.io.IOException;

/// Takes the chunks of a message apart. Extensions and trailers are read over.
public final class ChunkedBody {
    /// Longer than any size line with an honest extension, and than any trailers we have use for.
    private static final int LINE_LIMIT = 4 * 1024;

    private static final int TRAILER_LIMIT = 16 * 1024;

    private final InputBuffer intake;
    private long left;
    /// Bytes of an extension so far.
    private int line;

    private boolean begun;
    private boolean ended;

    /// Begins before the first chunk.
    public ChunkedBody(InputBuffer intake) {
        this.intake = intake;
    }

    /// Whether the last chunk and the trailers behind it were read.
    public boolean ended() {
        return ended;
    }

    /// Waits until it is known how much comes next.
    ///
    /// @return bytes left of the chunk, 0 after the last one
    /// @throws MalformedHead if these are no chunks
    public long announced() throws IOException {
        return ended || (left == 0 && !nextChunk()) ? 0 : left;
    }

    /// Takes bytes of the body, of as many chunks as have come already.
    ///
    /// @return how many, at least 1 if `length` is, or -1 after the last chunk
    /// @throws MalformedHead if these are no chunks
    /// @throws EOFException if the peer ended before the last chunk did
    public int read(byte[] into, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int count = part(into, offset, length);
        while (count < length && left == 0 && anotherChunkWaits()) {
            nextChunk();
            count += part(into, offset + count, length - count);
        }
        return count;
    }

    private int part(byte[] into, int offset, int length) throws IOException {
        int count = intake.read(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("connection closed within a chunk");
        }
        left -= count;
        return count;
    }

    /// Whether the next chunk has begun to come, so that its first bytes can be taken without waiting.
    private boolean anotherChunkWaits() {
        int available = intake.available();
        if (available < 5 || intake.peek(0) != '\r' || intake.peek(1) != '\n' || intake.peek(2) == '0') {
            return false;
        }
        int at = 3;
        while (at < available && intake.peek(at) != '\n') {
            at++;
        }
        return at + 1 < available;
    }

    /// Looks, without waiting, whether the last chunk has come already, so that a connection is known to be
    /// free as soon as its body was read.
    public boolean endsAtOnce() throws IOException {
        if (!ended && left == 0 && begun && lastChunkWaits()) {
            nextChunk();
        }
        return ended;
    }

    private boolean lastChunkWaits() {
        byte[] last = {'\r', '\n', '0', '\r', '\n', '\r', '\n'};
        if (intake.available() < last.length) {
            return false;
        }
        for (int i = 0; i < last.length; i++) {
            if (intake.peek(i) != last[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean nextChunk() throws IOException {
        if (begun) {
            lineEnd(intake.read());
        }
        begun = true;
        left = size();
        if (left == 0) {
            trailers();
            ended = true;
        }
        return !ended;
    }

    private long size() throws IOException {
        long size = 0;
        int digits = 0;
        int character = intake.read();
        for (int digit = Character.digit(character, 16); digit >= 0; digit = Character.digit(character, 16)) {
            if (++digits > 15) {
                throw new MalformedHead("chunk size too large");
            }
            size = (size << 4) | digit;
            character = intake.read();
        }
        if (digits == 0) {
            throw new MalformedHead("chunk size is not a hexadecimal number");
        }
        extension(character);
        return size;
    }

    /// RFC 9112, section 7.1.1: what is no extension is refused, since the next reader may take it for the chunk.
    private void extension(int first) throws IOException {
        line = 0;
        int character = blanks(first);
        while (character == ';') {
            character = blanks(next());
            if (!Characters.isToken(character)) {
                throw new MalformedHead("chunk extension has no name");
            }
            while (Characters.isValue(character) && character != ';') {
                character = character == '"' ? quoted() : next();
            }
        }
        if (character != '\r') {
            throw new MalformedHead("chunk size is not a hexadecimal number");
        }
        lineEnd(character);
    }

    private int next() throws IOException {
        if (++line > LINE_LIMIT) {
            throw new MalformedHead("chunk extension too long");
        }
        return intake.read();
    }

    /// Some servers fill the line of a size up with blanks.
    private int blanks(int first) throws IOException {
        int character = first;
        while (Characters.isBlank(character)) {
            character = next();
        }
        return character;
    }

    /// A value in quotes may have what ends it elsewhere.
    ///
    /// @return what follows it
    private int quoted() throws IOException {
        int character = next();
        while (character != '"') {
            character = character == '\\' ? next() : character;
            if (!Characters.isValue(character)) {
                throw new MalformedHead("chunk extension has a quote without an end");
            }
            character = next();
        }
        return next();
    }

    private void trailers() throws IOException {
        int length = 0;
        int character = intake.read();
        while (character != '\r') {
            while (Characters.isValue(character)) {
                if (++length > TRAILER_LIMIT) {
                    throw new MalformedHead("trailers too long");
                }
                character = intake.read();
            }
            lineEnd(character);
            character = intake.read();
        }
        lineEnd(character);
    }

    private void lineEnd(int character) throws IOException {
        if (character != '\r' || intake.read() != '\n') {
            throw new MalformedHead("chunk does not end with CR and LF");
        }
    }
}
