package io.aiplat.gateway.protocol;

import io.aiplat.gateway.api.contract.ResponseEncoder;
import io.aiplat.wire.json.JsonObjectView;
import org.jspecify.annotations.Nullable;

/// Answer format of an API: how answers that are passed on as they are say what they used and where they end, and how
/// one that came whole is given in events, or the other way round.
public interface WireFormat {
    /// Watches a stream.
    ///
    /// @param usageWanted whether the client asked for the count that the gateway asks for in any case
    StreamScan scan(boolean usageWanted);

    /// What an object `usage` says.
    CountedTokens usage(JsonObjectView usage);

    /// Whether its answers call tools in a way that not all servers write alike.
    default boolean hasToolCalls() {
        return false;
    }

    /// Whether its answers have vectors, which some servers write as numbers alone.
    default boolean hasVectors() {
        return false;
    }

    /// The events of an answer that came whole from a server that does not stream although it was asked to.
    ///
    /// @param length      of the answer, in bytes
    /// @param usageWanted whether the client asked for the count at the end of a stream
    byte[] asEvents(JsonObjectView answer, int length, boolean usageWanted);

    /// What puts the events of a server together that streams although it was not asked to; null where the last event
    /// has the whole answer.
    @Nullable
    Collector collector();

    /// Puts events together.
    ///
    /// @param reader   reads them
    /// @param idPrefix what the answer's name begins with
    /// @param encoder  writes the answer
    record Collector(UpstreamStreamReader reader, String idPrefix, ResponseEncoder encoder) {}
}
