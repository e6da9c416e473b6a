package io.aiplat.gateway.inprocess;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Consumer of the server-sent events of a streamed answer, on the thread that makes the call. While it works, the
/// upstream waits.
@FunctionalInterface
public interface EventConsumer {
    /// Takes an event.
    ///
    /// @param name null where it has none
    /// @param data as it would be sent to a client: JSON, or the `[DONE]` at the end of OpenAI's streams
    /// @throws IOException if the rest is not wanted: the call ends as when a client leaves
    void event(@Nullable String name, String data) throws IOException;
}
