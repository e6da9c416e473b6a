package io.aiplat.gateway.provider;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.DroppedParameters;
import io.aiplat.gateway.api.contract.Events;
import io.aiplat.gateway.api.contract.ResponseEncoder;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.gateway.responder.ClientDisconnected;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.model.spend.TokenUsage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Streamed response: sends each part of an answer as it comes, with one write to the socket.
///
/// The response begins with the first part and not before, so that what fails earlier still has its own
/// status. The generator's buffer is the only one, used again for each event.
final class StreamedResponse {
    private final Responder responder;
    private final ResponseEncoder form;
    private final ResponseMetadata head;
    private final DroppedParameters dropped;
    private @Nullable Begun begun;

    /// What there is once the response has begun.
    private record Begun(JsonGenerator json, Events events) {}

    /// @param dropped told with the first part: an attempt that fails before it may be followed by one that drops
    ///     nothing
    StreamedResponse(Responder responder, ResponseEncoder form, ResponseMetadata head, DroppedParameters dropped) {
        this.responder = responder;
        this.form = form;
        this.head = head;
        this.dropped = dropped;
    }

    /// Sends a part of one of the texts.
    ///
    /// @param choice which text, from 0
    /// @throws ClientDisconnected if nobody is there to take it, which ends the generation
    void part(int choice, ChatDelta part) {
        send(events -> events.part(choice, part));
    }

    /// Sends the end.
    ///
    /// @param usage of all texts
    /// @throws ClientDisconnected if nobody is there to take it
    void end(TokenUsage usage) {
        send(events -> events.end(usage));
    }

    /// Whether the client has seen anything, so that the status can no longer change.
    boolean hasBegun() {
        return begun != null;
    }

    /// Tells of a failure after the first part, instead of the end.
    void fail(ApiError error) {
        send(events -> events.error(error, responder.id()));
    }

    private void send(Piece piece) {
        try {
            Begun now = begun;
            if (now == null) {
                now = begin();
            }
            piece.writeTo(now.events());
            now.json().flush();
        } catch (IOException | UncheckedIOException e) {
            throw new ClientDisconnected(e);
        }
    }

    private Begun begin() throws IOException {
        responder.header("content-type", "text/event-stream");
        responder.header("cache-control", "no-cache");
        // Asks proxies in between not to collect events.
        responder.header("x-accel-buffering", "no");
        dropped.tell(responder);
        responder.begin(200);
        JsonGenerator json = ApiJson.writer(new Parts(responder));
        Begun now = new Begun(json, form.events(json, head));
        begun = now;
        now.events().begin();
        return now;
    }

    /// Writes something of an answer.
    @FunctionalInterface
    private interface Piece {
        void writeTo(Events events) throws IOException;
    }

    /// Sends what it is given at once.
    private static final class Parts extends OutputStream {
        private final Responder responder;

        Parts(Responder responder) {
            this.responder = responder;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            responder.write(from, offset, length);
        }
    }
}
