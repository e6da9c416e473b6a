package io.aiplat.wire.http;

import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.Duplex;
import io.aiplat.wire.WriteBuffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the answers of one connection. Each call is one write to the connection, as long as what it is
/// given fits into 32 KB; nothing is held back, except the head until the first part of a body.
///
/// Content-Length, Transfer-Encoding and Connection are this class's; callers add the other fields. Owned by
/// one thread, except for [#abort()].
public final class ResponseWriter {
    /// Up to here a body is copied behind its head, to save a system call; and the most bytes of one chunk.
    private static final int TOGETHER = 32 * 1024;

    private static final int IDLE = 4 * 1024;

    private final Duplex duplex;
    private final WriteBuffer buffer = new WriteBuffer(IDLE);
    private boolean keepAlive;
    private boolean chunks;
    private boolean bodiless;
    private boolean open;

    /// Begins; until [#to(RequestHead)] is called every answer ends the connection.
    public ResponseWriter(Duplex duplex) {
        this.duplex = duplex;
    }

    /// Says which request is answered next.
    ///
    /// @param request null if it could not be read
    public void to(@Nullable RequestHead request) {
        keepAlive = request != null && request.keepAlive();
        chunks = request != null && !request.http10();
        bodiless = request != null && request.method().equals("HEAD");
    }

    /// Makes the current answer, if it has not begun, the connection's last one.
    public void last() {
        keepAlive = false;
    }

    /// Whether the connection can take another request after this answer, as far as writing goes.
    public boolean reusable() {
        return keepAlive && !open;
    }

    /// Answers with a body that is there.
    ///
    /// @param status 200 to 599
    /// @param body   one or more pieces, sent one after the other
    public void whole(int status, Headers headers, byte[]... body) throws IOException {
        whole(status, headers, Arrays.stream(body).map(ByteSlice::of).toList());
    }

    /// Answers with a body that is there, in pieces that are sent one after the other.
    public void whole(int status, Headers headers, List<ByteSlice> body) throws IOException {
        long length = 0;
        for (ByteSlice segment : body) {
            length += segment.length();
        }
        head(status, headers);
        if (Statuses.mayHaveBody(status)) {
            buffer.latin("Content-Length: ").decimal(length).crlf();
        }
        buffer.crlf();
        if (bodiless || !Statuses.mayHaveBody(status)) {
            flush();
        } else if (buffer.length() + length <= TOGETHER) {
            for (ByteSlice segment : body) {
                buffer.put(segment.bytes(), segment.offset(), segment.length());
            }
            flush();
        } else {
            flush();
            for (ByteSlice segment : body) {
                duplex.write(segment.bytes(), segment.offset(), segment.length());
            }
        }
    }

    /// Begins an answer whose length is not known. Nothing is sent yet.
    ///
    /// @param status 200 to 599, but neither 204 nor 304
    public void begin(int status, Headers headers) {
        if (!chunks) {
            keepAlive = false;
        }
        head(status, headers);
        if (chunks) {
            buffer.latin("Transfer-Encoding: chunked\r\n");
        }
        buffer.crlf();
        open = true;
    }

    /// Sends what is held of the head, without waiting for a part of the body.
    public void flushHead() throws IOException {
        if (buffer.length() > 0) {
            flush();
        }
    }

    /// Sends a part of the body.
    public void write(byte[] from, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; ) {
            int count = Math.min(end - at, TOGETHER);
            part(from, at, count);
            flush();
            at += count;
        }
    }

    /// Sends the last part of the body and the end together.
    public void end(byte[] from, int offset, int length) throws IOException {
        int rest = Math.min(length, TOGETHER);
        write(from, offset, length - rest);
        part(from, offset + length - rest, rest);
        end();
    }

    /// Ends an answer that was begun. Without it the client knows that something is missing.
    public void end() throws IOException {
        if (chunks && !bodiless) {
            buffer.latin("0\r\n\r\n");
        }
        flushHead();
        open = false;
    }

    /// Closes the connection, so that the client sees the answer cut. Any thread may.
    public void abort() {
        duplex.close();
    }

    private void part(byte[] from, int offset, int length) {
        if (bodiless || length == 0) {
            return;
        }
        if (chunks) {
            buffer.hex(length).crlf().put(from, offset, length).crlf();
        } else {
            buffer.put(from, offset, length);
        }
    }

    private void head(int status, Headers headers) {
        if (open) {
            throw new IllegalStateException("the answer before it was not ended");
        }
        buffer.clear(IDLE);
        buffer.latin("HTTP/1.1 ")
                .decimal(status)
                .put(' ')
                .latin(Statuses.reason(status))
                .crlf();
        for (int i = 0; i < headers.size(); i++) {
            if (!isOurs(headers, i)) {
                headers.writeTo(buffer, i);
            }
        }
        if (!keepAlive) {
            buffer.latin("Connection: close\r\n");
        }
    }

    private static boolean isOurs(Headers headers, int index) {
        return headers.nameIs(index, "content-length")
                || headers.nameIs(index, "transfer-encoding")
                || headers.nameIs(index, "connection");
    }

    private void flush() throws IOException {
        buffer.writeTo(duplex);
        buffer.clear(open ? TOGETHER * 2 : IDLE);
    }
}
