package io.aiplat.gateway.inprocess;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/// One call of a model inside this process. It is made once, on the thread that asks for its answer, and can be closed
/// from any other.
public final class InProcessCall implements AutoCloseable {
    private final InProcessClient client;
    private final InProcessResponder responder;
    private boolean made;

    InProcessCall(InProcessClient client, InProcessResponder responder) {
        this.client = client;
        this.responder = responder;
    }

    /// Makes the call. A streamed answer is collected, and stands in the body event by event.
    ///
    /// @throws CancellationException if it was closed meanwhile
    /// @throws IOException           if the answer broke off
    /// @throws IllegalStateException if it was made before
    public InProcessResponse answer() throws IOException {
        return make(null);
    }

    /// Makes the call, and hands events on as they come. Where the answer is no stream, as a refusal never is, all of
    /// it is in the body.
    ///
    /// @throws CancellationException if it was closed meanwhile
    /// @throws IOException           if the answer broke off, or the consumer wants no more
    /// @throws IllegalStateException if it was made before
    public InProcessResponse stream(EventConsumer events) throws IOException {
        return make(events);
    }

    private InProcessResponse make(@Nullable EventConsumer events) throws IOException {
        if (made) {
            throw new IllegalStateException("a call is made once");
        }
        made = true;
        responder.handTo(events);
        try {
            return client.make(responder);
        } catch (IOException | RuntimeException failure) {
            responder.rethrow(failure);
            throw failure;
        }
    }

    /// Cancels the call, if it is not over: its upstream is left at once. Closing it again does nothing.
    @Override
    public void close() {
        responder.leave();
    }
}
