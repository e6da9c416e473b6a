package io.aiplat.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.surface.AnswerHead;
import io.aiplat.gateway.surface.ApiError;
import io.aiplat.gateway.surface.Dropped;
import io.aiplat.gateway.surface.Events;
import io.aiplat.gateway.surface.Form;
import io.aiplat.gateway.surface.Json;
import io.aiplat.models.ChatPart;
import io.aiplat.models.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Sends each part of an answer as it comes, with one write to the socket.
///
/// The response begins with the first part and not before, so that what fails earlier still has its own
/// status. The generator's buffer is the only one, used again for each event.
final class StreamedAnswer {
    private final Exchange exchange;
    private final Form form;
    private final AnswerHead head;
    private final Dropped dropped;
    private @Nullable Begun begun;

    /// What there is once the response has begun.
    private record Begun(JsonGenerator json, Events events) {}

    /// @param dropped told with the first part: an attempt that fails before it may be followed by one that drops
    ///     nothing
    StreamedAnswer(Exchange exchange, Form form, AnswerHead head, Dropped dropped) {
        this.exchange = exchange;
        this.form = form;
        this.head = head;
        this.dropped = dropped;
    }

    /// Sends a part of one of the texts.
    ///
    /// @param choice which text, from 0
    /// @throws ClientGone if nobody is there to take it, which ends the generation
    void part(int choice, ChatPart part) {
        send(events -> events.part(choice, part));
    }

    /// Sends the end.
    ///
    /// @param usage of all texts
    /// @throws ClientGone if nobody is there to take it
    void end(Usage usage) {
        send(events -> events.end(usage));
    }

    /// Whether the client has seen anything, so that the status can no longer change.
    boolean hasBegun() {
        return begun != null;
    }

    /// Tells of a failure after the first part, instead of the end.
    void fail(ApiError error) {
        send(events -> events.error(error, exchange.id()));
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
            throw new ClientGone(e);
        }
    }

    private Begun begin() throws IOException {
        exchange.header("content-type", "text/event-stream");
        exchange.header("cache-control", "no-cache");
        // Asks proxies in between not to collect events.
        exchange.header("x-accel-buffering", "no");
        dropped.tell(exchange);
        exchange.begin(200);
        JsonGenerator json = Json.writer(new Parts(exchange));
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
        private final Exchange exchange;

        Parts(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            exchange.write(from, offset, length);
        }
    }
}
