package io.aiplat.gateway.relay;

import io.aiplat.gateway.api.ResponseEncoders;
import io.aiplat.gateway.api.contract.ResponseEncoder;
import io.aiplat.gateway.protocol.AnthropicProtocol;
import io.aiplat.gateway.protocol.AnthropicUsage;
import io.aiplat.gateway.protocol.CountedTokens;
import io.aiplat.gateway.protocol.OpenAiProtocol;
import io.aiplat.gateway.protocol.StreamScan;
import io.aiplat.gateway.protocol.WireFormat;
import io.aiplat.wire.json.JsonObjectView;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The answer formats of the APIs there are.
public enum Dialect implements WireFormat {
    /// OpenAI's chat completions.
    CHAT {
        @Override
        public boolean hasToolCalls() {
            return true;
        }
    },
    /// Whatever counts as they do, and has no format of its own: rerank.
    PLAIN,
    /// OpenAI's completions.
    COMPLETIONS {
        @Override
        public Collector collector() {
            return collected(ResponseEncoders.completions());
        }
    },
    /// OpenAI's embeddings.
    VECTORS {
        @Override
        public boolean hasVectors() {
            return true;
        }
    },
    /// OpenAI's responses. Their last event holds the whole answer.
    RESPONSES {
        private static final Set<String> ENDS = Set.of("response.completed", "response.incomplete");

        @Override
        public StreamScan scan(boolean usageWanted) {
            return new TypedScan(this, ENDS, "response.failed", "response");
        }

        @Override
        public CountedTokens usage(JsonObjectView usage) {
            return newer(usage);
        }

        @Override
        public byte[] asEvents(JsonObjectView answer, int length, boolean usageWanted) {
            return WholeAsEvents.ofResponse(answer, length);
        }

        @Override
        public @Nullable Collector collector() {
            return null;
        }
    },
    /// What OpenAI's models write down of a recording; one may be measured in seconds, and not in tokens.
    TRANSCRIPTS {
        private static final Set<String> ENDS = Set.of("transcript.text.done");

        @Override
        public StreamScan scan(boolean usageWanted) {
            return new TypedScan(this, ENDS, "error", null);
        }

        @Override
        public CountedTokens usage(JsonObjectView usage) {
            return newer(usage);
        }
    },
    /// Anthropic's messages.
    MESSAGES {
        @Override
        public StreamScan scan(boolean usageWanted) {
            return new MessagesScan();
        }

        @Override
        public CountedTokens usage(JsonObjectView usage) {
            AnthropicUsage counted = new AnthropicUsage();
            counted.add(usage);
            return counted.counted();
        }

        @Override
        public byte[] asEvents(JsonObjectView answer, int length, boolean usageWanted) {
            return WholeAsEvents.ofMessage(answer, length);
        }

        @Override
        public Collector collector() {
            return new Collector(new AnthropicProtocol().answer(0), "msg_", ResponseEncoders.messages());
        }
    };

    @Override
    public StreamScan scan(boolean usageWanted) {
        return new ChatScan(usageWanted);
    }

    @Override
    public CountedTokens usage(JsonObjectView usage) {
        return CountedTokens.of(usage, "prompt_tokens", "completion_tokens", "prompt_tokens_details");
    }

    private static CountedTokens newer(JsonObjectView usage) {
        return CountedTokens.of(usage, "input_tokens", "output_tokens", "input_tokens_details");
    }

    @Override
    public byte[] asEvents(JsonObjectView answer, int length, boolean usageWanted) {
        return WholeAsEvents.ofCompletion(answer, length, usageWanted);
    }

    @Override
    public @Nullable Collector collector() {
        return collected(ResponseEncoders.chat());
    }

    private static Collector collected(ResponseEncoder encoder) {
        AtomicInteger calls = new AtomicInteger();
        return new Collector(
                new OpenAiProtocol(false, () -> "call_" + calls.incrementAndGet()).answer(0), "chatcmpl-", encoder);
    }
}
