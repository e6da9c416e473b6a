package io.aiplat.wire.sse;

import io.aiplat.wire.WriteBuffer;
import java.nio.charset.StandardCharsets;

/// Encoder of server-sent events: appends them to bytes that are to be sent.
/// Several can be sent together.
public final class SseWriter {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    /// A comment that keeps a connection alive. One line end only: some clients take a comment and an empty
    /// line for an event without data, and end.
    private static final byte[] HEARTBEAT = ": ka\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final WriteBuffer out;

    /// Appends to a buffer that its owner sends and clears.
    public SseWriter(WriteBuffer out) {
        this.out = out;
    }

    /// Appends an event without a name.
    public SseWriter data(byte[] data, int offset, int length) {
        int end = offset + length;
        int line = offset;
        for (int at = offset; at < end; at++) {
            if (data[at] == '\n' || data[at] == '\r') {
                out.put(DATA).put(data, line, at - line).put('\n');
                at += data[at] == '\r' && at + 1 < end && data[at + 1] == '\n' ? 1 : 0;
                line = at + 1;
            }
        }
        out.put(DATA).put(data, line, end - line).put('\n').put('\n');
        return this;
    }

    /// Appends an event without a name.
    public SseWriter data(byte[] data) {
        return data(data, 0, data.length);
    }

    /// Appends an event with a name.
    ///
    /// @param name one line
    public SseWriter event(String name, byte[] data) {
        if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("the name of an event is one line");
        }
        out.latin("event: ").utf8(name).put('\n');
        return data(data);
    }

    /// Appends a comment that clients pass over.
    public SseWriter heartbeat() {
        out.put(HEARTBEAT);
        return this;
    }

    /// Appends the end that OpenAI's clients wait for.
    public SseWriter done() {
        out.put(DONE);
        return this;
    }
}
