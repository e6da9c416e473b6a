package io.aiplat.gateway.protocol;

import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.sse.EventScanner;
import org.jspecify.annotations.Nullable;

/// Stream reader of an upstream's protocol: reads the events of one answer.
/// Belongs to one thread.
public interface UpstreamStreamReader {
    /// Takes the next event. Texts that are no UTF-8 have signs of replacement where they are not.
    ///
    /// @param event has data
    /// @param sink  takes the parts that it completes, but for the last
    /// @throws MalformedJson if it is none that this API has
    void read(EventScanner event, ChatSink sink) throws MalformedJson;

    /// Takes an answer in one piece, from a server that was asked for a stream and does not stream.
    ///
    /// @param sink takes its parts, but for the last
    /// @throws MalformedJson if it is none that this API has
    void whole(byte[] answer, int length, ChatSink sink) throws MalformedJson;

    /// Hands on what waits for an end that does not come. Called once, after the last event.
    void handOver(ChatSink sink);

    /// Bytes that calls take which are not whole yet, and so were not given to the sink.
    long waiting();

    /// What the server says went wrong, as it said it; null for nothing.
    byte @Nullable [] error();

    /// What the prompt costs, where the server says so before its end.
    CountedTokens prompt();

    /// The last part; null as long as the answer does not have its end.
    ChatDelta.@Nullable Finished end();
}
