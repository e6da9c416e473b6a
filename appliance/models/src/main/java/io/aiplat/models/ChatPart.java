package io.aiplat.models;

/// A piece of an answer, in the order it was generated.
public sealed interface ChatPart {
    /// More text.
    record Text(String text) implements ChatPart {}

    /// A whole tool call.
    record Call(ToolCall call) implements ChatPart {}

    /// The end; nothing follows.
    ///
    /// @param reason       why generation ended
    /// @param inputTokens  tokens of the prompt, counted by the model's own tokenizer
    /// @param outputTokens tokens generated
    record Finished(FinishReason reason, int inputTokens, int outputTokens) implements ChatPart {}

    /// Why generation ended.
    enum FinishReason {
        /// The model was done, or a stop text came.
        STOP,
        /// The token limit or the context was reached.
        LENGTH,
        /// The model called tools.
        TOOL_CALLS
    }
}
