package io.aiplat.inference.chat;

/// Sink of chat deltas: takes the parts of an answer.
/// Throwing from it cancels the generation.
@FunctionalInterface
public interface ChatSink {
    /// Called on the thread that called `ModelEngine.chat`.
    void accept(ChatDelta part);
}
