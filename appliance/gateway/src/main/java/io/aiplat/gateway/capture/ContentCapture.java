package io.aiplat.gateway.capture;

import io.aiplat.gateway.responder.ResponseSink;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.json.JsonObjectView;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Content capture for spans: sees what a model is asked and what its client gets.
/// Only requests that somebody collects spans of, or keeps the words of, have a witness.
///
/// It stands next to the client, behind all guards: what they mask or keep back it does not see.
public final class ContentCapture implements ResponseSink {
    /// Of an answer that has more only the beginning is told; its end is where it says why it ended.
    private static final int MOST_BYTES = 512 * 1024;

    private static final int FIRST_BYTES = 4 * 1024;

    private final RequestRecord request;
    private final WriteBuffer answer = new WriteBuffer(FIRST_BYTES);
    private @Nullable ResponseSink client;
    private @Nullable String asked;
    private boolean stream;
    private boolean good;

    private ContentCapture(RequestRecord request) {
        this.request = request;
    }

    /// A witness of a request; null where nobody would listen.
    public static @Nullable ContentCapture of(RequestRecord request) {
        return request.sampled() || request.keepsContent() ? new ContentCapture(request) : null;
    }

    /// The same, handing on to a client.
    public ContentCapture on(ResponseSink other) {
        client = other;
        return this;
    }

    /// Sees what the model is asked, as the guards have left it.
    ///
    /// @param prompts what of it is a prompt
    public void asked(PromptCapture prompts, JsonObjectView body) {
        if (request.sampled()) {
            request.parameters(RequestParameterReader.of(body));
        }
        if (request.keepsContent()) {
            asked = CapturedInput.of(prompts, body);
        }
    }

    /// Tells what it has seen.
    public void tell() {
        CapturedOutput words = good ? read() : CapturedOutput.NONE;
        request.answeredAs(words.id(), words.model(), words.reason());
        request.content(asked, words.messages());
    }

    private CapturedOutput read() {
        return stream
                ? CapturedOutput.ofStream(answer.array(), answer.length())
                : CapturedOutput.ofWhole(answer.array(), answer.length());
    }

    @Override
    public void whole(int status, List<ByteSlice> content) throws IOException {
        client().whole(status, content);
        good = status < 300;
        for (ByteSlice segment : content) {
            note(segment.bytes(), segment.offset(), segment.length());
        }
    }

    @Override
    public void begin(int status) throws IOException {
        client().begin(status);
        good = status < 300;
        stream = true;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        note(from, offset, length);
        client().write(from, offset, length);
    }

    @Override
    public void end() throws IOException {
        client().end();
    }

    private void note(byte[] from, int offset, int length) {
        answer.put(from, offset, Math.min(length, MOST_BYTES - answer.length()));
    }

    private ResponseSink client() {
        return Objects.requireNonNull(client, "on nobody's way");
    }
}
