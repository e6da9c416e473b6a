package io.aiplat.gateway.api.contract;

import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;

/// Token estimation without a tokenizer: about as many as a model will count of a prompt, for meters and for
/// clients that decide when to shorten their history. Never for money, which takes bounds.
///
/// A token is four bytes of UTF-8 on average, in English, in code, and about so in other scripts, whose characters
/// take more bytes each (OpenAI's rule of thumb; Anthropic's is three and a half characters). Long texts are
/// sampled, so that it takes no time to speak of.
public final class PromptEstimate {
    private static final int BYTES_OF_A_TOKEN = 4;

    /// What templates put around a turn, and around a tool or a call.
    private static final int AROUND_A_TURN = 4;

    private static final int AROUND_A_TOOL = 12;

    /// A picture of one megapixel: width times height by 750, as Anthropic counts.
    private static final int PICTURE = 1400;

    /// Characters that are looked at in each text.
    private static final int SAMPLE = 256;

    private PromptEstimate() {}

    /// Tokens of a conversation as a prompt, at least 1.
    public static int of(ChatRequest request) {
        long bytes = 0;
        long more = 0;
        for (ChatMessage message : request.messages()) {
            bytes += bytes(message.content());
            more += AROUND_A_TURN + (long) PICTURE * message.images().size();
            for (ToolCall call : message.toolCalls()) {
                bytes += bytes(call.name()) + bytes(call.arguments());
                more += AROUND_A_TOOL;
            }
        }
        for (ToolDefinition tool : request.tools().shown()) {
            bytes += bytes(tool.name()) + bytes(tool.description()) + bytes(tool.parameters());
            more += AROUND_A_TOOL;
        }
        return Math.clamp(bytes / BYTES_OF_A_TOKEN + more, 1, Integer.MAX_VALUE);
    }

    /// Bytes of a text in UTF-8, about.
    private static long bytes(String text) {
        int length = text.length();
        int step = Math.max(1, length / SAMPLE);
        long looked = 0;
        long bytes = 0;
        for (int i = 0; i < length; i += step) {
            char c = text.charAt(i);
            // Half of a pair stands for two of four.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            looked++;
        }
        return looked == 0 ? 0 : bytes * length / looked;
    }
}
