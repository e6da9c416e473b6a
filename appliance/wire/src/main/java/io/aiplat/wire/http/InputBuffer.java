package io.aiplat.wire.http;

import io.aiplat.wire.Duplex;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/// Input buffer of a connection: what came from a peer and was not used yet, and the way to more.
/// Owned by one thread at a time.
public final class InputBuffer {
    /// The first line is longer than allowed.
    public static final int LINE_TOO_LONG = -1;

    /// The head is larger than allowed.
    public static final int HEAD_TOO_LARGE = -2;

    private static final int SMALLEST = 4 * 1024;

    private final Duplex duplex;
    private byte[] buffer = new byte[SMALLEST];
    private int begin;
    private int end;
    private long received;

    /// Begins empty.
    public InputBuffer(Duplex duplex) {
        this.duplex = duplex;
    }

    /// How many bytes ever came from the peer.
    public long received() {
        return received;
    }

    /// How many bytes wait here.
    public int available() {
        return end - begin;
    }

    /// A waiting byte.
    ///
    /// @param index 0 to [#available()], exclusive
    /// @return 0 to 255
    public int peek(int index) {
        return buffer[begin + index] & 0xFF;
    }

    /// Drops waiting bytes.
    public void skip(int count) {
        begin += count;
    }

    /// Takes waiting bytes out, as an array of their own.
    public byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(buffer, begin, begin + count);
        begin += count;
        return taken;
    }

    /// Waits for more bytes, behind those that wait already.
    ///
    /// @return false if the peer has ended
    public boolean fill() throws IOException {
        room(1);
        int count = duplex.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        received += count;
        return true;
    }

    /// Takes waiting bytes, or waits for some. Large reads go straight to their destination.
    ///
    /// @return how many were taken, at least 1 if `length` is, or -1 if the peer has ended
    public int read(byte[] into, int offset, int length) throws IOException {
        if (begin == end) {
            if (length >= SMALLEST) {
                int count = duplex.read(into, offset, length);
                received += Math.max(0, count);
                return count;
            }
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, end - begin);
        System.arraycopy(buffer, begin, into, offset, count);
        begin += count;
        return count;
    }

    /// Takes one byte, or waits for it.
    ///
    /// @return 0 to 255
    /// @throws EOFException if the peer has ended
    public int read() throws IOException {
        if (begin == end && !fill()) {
            throw new EOFException("connection closed in the middle of a message");
        }
        return buffer[begin++] & 0xFF;
    }

    /// Waits until an empty line has come.
    ///
    /// @param line most bytes of the first line
    /// @param most most bytes of the head
    /// @return how many of the waiting bytes the head has, the empty line with it; 0 if the peer ended before
    ///     the first byte; [#LINE_TOO_LONG] or [#HEAD_TOO_LARGE]
    /// @throws EOFException if the peer ended within the head
    public int head(int line, int most) throws IOException {
        int at = 0;
        int lineBegin = 0;
        boolean first = true;
        while (true) {
            for (int count = available(); at < count; at++) {
                if (buffer[begin + at] != '\n') {
                    continue;
                }
                if (first && at > line) {
                    return LINE_TOO_LONG;
                }
                if (!first && isEmptyLine(lineBegin, at)) {
                    return at + 1 > most ? HEAD_TOO_LARGE : at + 1;
                }
                first = false;
                lineBegin = at + 1;
            }
            if (first && at > line) {
                return LINE_TOO_LONG;
            }
            if (at >= most) {
                return HEAD_TOO_LARGE;
            }
            if (!fill()) {
                if (at == 0) {
                    return 0;
                }
                throw new EOFException("connection closed within a head");
            }
        }
    }

    /// An empty line ends the head even when its CR is missing, so that a malformed one is refused and not
    /// waited for.
    private boolean isEmptyLine(int lineBegin, int newline) {
        return newline == lineBegin || (newline == lineBegin + 1 && buffer[begin + lineBegin] == '\r');
    }

    private void room(int more) {
        if (begin == end) {
            begin = 0;
            end = 0;
            if (buffer.length > SMALLEST) {
                // What a large head has needed is not kept for an idle connection.
                buffer = new byte[SMALLEST];
            }
        }
        if (end + more <= buffer.length) {
            return;
        }
        int waiting = end - begin;
        byte[] target =
                waiting + more <= buffer.length ? buffer : new byte[Math.max(waiting + more, buffer.length * 2)];
        System.arraycopy(buffer, begin, target, 0, waiting);
        buffer = target;
        begin = 0;
        end = waiting;
    }
}
