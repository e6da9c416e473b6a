package io.aiplat.gateway.api.contract;

import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.model.spend.TokenUsage;
import java.io.IOException;

/// Stream encoder: writes one answer as server-sent events.
/// Called by one thread; flushing is the caller's.
public interface Events {
    /// What comes before all parts.
    void begin() throws IOException;

    /// A part of one of the texts. They come one text after the other.
    ///
    /// @param choice which text, from 0
    void part(int choice, ChatDelta part) throws IOException;

    /// What comes after all parts.
    ///
    /// @param usage of all texts together
    void end(TokenUsage usage) throws IOException;

    /// Instead of the end: what failed.
    void error(ApiError error, String requestId) throws IOException;
}
