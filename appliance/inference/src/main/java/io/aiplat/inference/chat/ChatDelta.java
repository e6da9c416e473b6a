package io.aiplat.inference.chat;

import io.aiplat.model.spend.TokenUsage;
import java.util.List;

/// Chat delta: a piece of an answer, in the order it was generated.
public sealed interface ChatDelta {
    /// More text.
    ///
    /// @param text     may be empty where there are probabilities: a token may end within a character
    /// @param logprobs of the tokens it is made of; empty unless [SamplingOptions#topLogprobs] asked for them
    record Text(String text, List<TokenLogprob> logprobs) implements ChatDelta {
        public Text {
            logprobs = List.copyOf(logprobs);
        }

        /// Text without probabilities.
        public Text(String text) {
            this(text, List.of());
        }
    }

    /// More of what the model thinks before it answers; not part of the answer.
    record Reasoning(String text) implements ChatDelta {}

    /// A whole tool call.
    record Call(ToolCall call) implements ChatDelta {}

    /// The end; nothing follows.
    ///
    /// @param reason why generation ended
    /// @param usage  what it cost
    record Finished(FinishReason reason, TokenUsage usage) implements ChatDelta {
        /// An end with both counts known exactly and nothing else.
        public Finished(FinishReason reason, int inputTokens, int outputTokens) {
            this(reason, TokenUsage.of(inputTokens, outputTokens));
        }

        /// Tokens of the prompt.
        public long inputTokens() {
            return usage.inputTokens();
        }

        /// Tokens generated.
        public long outputTokens() {
            return usage.outputTokens();
        }
    }

    /// How likely a token was, and which others there were.
    ///
    /// @param token   as text; its bytes are those of its UTF-8
    /// @param logprob natural logarithm of its probability, 0 or less
    /// @param top     the likeliest tokens at this place, likeliest first, without alternatives of their own
    record TokenLogprob(String token, double logprob, List<TokenLogprob> top) {
        public TokenLogprob {
            top = List.copyOf(top);
        }
    }

    /// Why generation ended.
    enum FinishReason {
        /// The model was done, or a stop text came.
        STOP,
        /// The token limit or the context was reached.
        LENGTH,
        /// The model called tools.
        TOOL_CALLS,
        /// A provider held something back.
        CONTENT_FILTER
    }
}
