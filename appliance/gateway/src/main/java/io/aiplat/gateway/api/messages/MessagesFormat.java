package io.aiplat.gateway.api.messages;

import io.aiplat.gateway.api.contract.ApiFormat;
import io.aiplat.gateway.api.contract.Generation;
import io.aiplat.gateway.api.contract.ParsedRequest;
import io.aiplat.gateway.api.contract.PromptEstimate;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.gateway.api.contract.SamplingReader;
import io.aiplat.gateway.api.contract.SupportedParameters;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.SamplingOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// API format of Anthropic's messages: reads their requests.
public final class MessagesFormat implements ApiFormat {
    private static final int LITTLE_THINKING = 4096;
    private static final int MUCH_THINKING = 16_384;

    /// What is not here is left out and named: `metadata`, `service_tier`, `speed`, `context_management`,
    /// `container`, `mcp_servers`, `fallbacks` and others are housekeeping of Anthropic's servers, and hints to
    /// them.
    private static final SupportedParameters PARAMETERS = new SupportedParameters(
            Set.of(
                    "model",
                    "messages",
                    "system",
                    "max_tokens",
                    "stream",
                    "stop_sequences",
                    "temperature",
                    "top_p",
                    "top_k",
                    "tools",
                    "tool_choice",
                    "thinking",
                    "output_config",
                    "output_format",
                    "thread"),
            Map.of(
                    // Where a request is worked on cannot be promised here.
                    "inference_geo",
                    SupportedParameters.words("global", "not_available"),
                    // Asks for another answer: a summary, in a block that only its server can read again.
                    "compaction",
                    SupportedParameters.NEVER));

    @Override
    public String idPrefix() {
        return "msg_";
    }

    @Override
    public String parameter(String ofChat) {
        return switch (ofChat) {
            case "response_format" -> "output_config.format";
            case Generation.EFFORT -> "thinking";
            case "reasoning_content" -> "messages[].content[].thinking";
            case "parallel_tool_calls" -> "tool_choice.disable_parallel_tool_use";
            default -> ofChat;
        };
    }

    @Override
    public ParsedRequest read(RequestFields body, ReadContext reading) {
        if (!body.has("max_tokens")) {
            throw body.missing("max_tokens");
        }
        ChatRequest request = conversation(body, reading).withSampling(sampling(body, reading));
        boolean stream = body.flag("stream");
        return new ParsedRequest(
                List.of(new Generation.Chat(request, !asksToThink(body))),
                stream,
                new MessagesEncoder(stream ? PromptEstimate.of(request) : 0));
    }

    /// Whether the client wants thoughts. Otherwise it leaves them to the model.
    private static boolean asksToThink(RequestFields body) {
        RequestFields thinking = body.object("thinking");
        return thinking != null && thinking.isOf("enabled");
    }

    /// What the model is shown.
    public static ChatRequest conversation(RequestFields body, ReadContext reading) {
        PARAMETERS.check(body);
        thread(body);
        AnthropicTurns turns = AnthropicTurns.read(body, reading);
        return new ChatRequest(
                reading.model(),
                turns.messages(),
                SamplingOptions.USUAL,
                AnthropicTools.read(body, turns.changes()),
                format(body),
                thinking(body),
                reading.serving());
    }

    /// A conversation that the server should keep. To begin one changes nothing in this answer; to go on with one
    /// without what was said before would.
    private static void thread(RequestFields body) {
        RequestFields thread = body.object("thread");
        if (thread == null) {
            return;
        }
        if (!thread.isOf("create")) {
            throw body.unsupported("thread", "No conversations are kept here. Send all of its messages.");
        }
        body.leaveOut("thread");
    }

    private static SamplingOptions sampling(RequestFields body, ReadContext reading) {
        return new SamplingOptions(
                reading.bounded(SamplingReader.tokens(body, "max_tokens")),
                SamplingReader.temperature(body, 1),
                SamplingReader.topP(body),
                SamplingReader.topK(body),
                null,
                SamplingReader.stops(body, "stop_sequences"),
                null,
                null,
                null);
    }

    private static AnswerFormat format(RequestFields body) {
        RequestFields output = body.object("output_config");
        if (output != null) {
            output.only(Set.of("format", "effort"));
        }
        // Its older place.
        RequestFields format =
                output == null || !output.has("format") ? body.object("output_format") : output.object("format");
        if (format == null) {
            return new AnswerFormat.Text();
        }
        if (!"json_schema".equals(format.requiredText("type"))) {
            throw format.invalid("type", "must be 'json_schema'");
        }
        format.only(Set.of("type", "schema", "name"));
        return new AnswerFormat.JsonSchema(format.requiredObject("schema").toJson());
    }

    /// Nobody here can stop a model from thinking at an exact number of tokens, so a budget is a degree.
    private static ReasoningEffort thinking(RequestFields body) {
        RequestFields thinking = body.object("thinking");
        RequestFields output = body.object("output_config");
        if (thinking == null || thinking.isOf("disabled")) {
            if (output != null && output.has("effort")) {
                output.leaveOut("effort");
            }
            // As this API has it for who does not ask.
            return ReasoningEffort.OFF;
        }
        thinking.only(Set.of("type", "budget_tokens", "display"));
        if (thinking.has("display") && !"summarized".equals(thinking.text("display"))) {
            // Thoughts are told as they come.
            thinking.leaveOut("display");
        }
        // `adaptive`, and what is newer: the model decides.
        return "enabled".equals(thinking.requiredText("type"))
                ? budget(SamplingReader.tokens(thinking, "budget_tokens"))
                : effort(output);
    }

    /// The nearest degree there is.
    private static ReasoningEffort effort(@Nullable RequestFields output) {
        String effort = output == null ? null : output.text("effort");
        return switch (effort) {
            case null -> ReasoningEffort.ON;
            case "none" -> ReasoningEffort.OFF;
            case "minimal" -> ReasoningEffort.MINIMAL;
            case "low" -> ReasoningEffort.LOW;
            case "medium" -> ReasoningEffort.MEDIUM;
            // `high`, `xhigh`, `max`, and what may come above.
            default -> ReasoningEffort.HIGH;
        };
    }

    private static ReasoningEffort budget(@Nullable Integer tokens) {
        if (tokens == null) {
            return ReasoningEffort.ON;
        }
        return tokens < LITTLE_THINKING
                ? ReasoningEffort.LOW
                : tokens < MUCH_THINKING ? ReasoningEffort.MEDIUM : ReasoningEffort.HIGH;
    }
}
