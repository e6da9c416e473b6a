package io.aiplat.gateway.surface;

import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.Reasoning;
import io.aiplat.models.Sampling;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads Anthropic's messages.
final class MessagesSurface implements Surface {
    private static final int LITTLE_THINKING = 4096;
    private static final int MUCH_THINKING = 16_384;

    /// What is not here is left out and named: `metadata`, `service_tier`, `speed`, `context_management`,
    /// `container`, `mcp_servers`, `fallbacks` and others are housekeeping of Anthropic's servers, and hints to
    /// them.
    private static final Parameters PARAMETERS = new Parameters(
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
                    Parameters.words("global", "not_available"),
                    // Asks for another answer: a summary, in a block that only its server can read again.
                    "compaction",
                    Parameters.NEVER));

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
    public Question read(Fields body, Reading reading) {
        if (!body.has("max_tokens")) {
            throw body.missing("max_tokens");
        }
        ChatRequest request = conversation(body, reading).withSampling(sampling(body, reading));
        boolean stream = body.flag("stream");
        return new Question(
                List.of(new Generation.Chat(request, !asksToThink(body))),
                stream,
                new MessagesForm(stream ? PromptEstimate.of(request) : 0));
    }

    /// Whether the client wants thoughts. Otherwise it leaves them to the model.
    private static boolean asksToThink(Fields body) {
        Fields thinking = body.object("thinking");
        return thinking != null && thinking.isOf("enabled");
    }

    /// What the model is shown.
    static ChatRequest conversation(Fields body, Reading reading) {
        PARAMETERS.check(body);
        thread(body);
        AnthropicTurns turns = AnthropicTurns.read(body, reading);
        return new ChatRequest(
                reading.model(),
                turns.messages(),
                Sampling.USUAL,
                AnthropicTools.read(body, turns.changes()),
                format(body),
                thinking(body),
                reading.serving());
    }

    /// A conversation that the server should keep. To begin one changes nothing in this answer; to go on with one
    /// without what was said before would.
    private static void thread(Fields body) {
        Fields thread = body.object("thread");
        if (thread == null) {
            return;
        }
        if (!thread.isOf("create")) {
            throw body.unsupported("thread", "No conversations are kept here. Send all of its messages.");
        }
        body.leaveOut("thread");
    }

    private static Sampling sampling(Fields body, Reading reading) {
        return new Sampling(
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

    private static AnswerFormat format(Fields body) {
        Fields output = body.object("output_config");
        if (output != null) {
            output.only(Set.of("format", "effort"));
        }
        // Its older place.
        Fields format =
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
    private static Reasoning thinking(Fields body) {
        Fields thinking = body.object("thinking");
        Fields output = body.object("output_config");
        if (thinking == null || thinking.isOf("disabled")) {
            if (output != null && output.has("effort")) {
                output.leaveOut("effort");
            }
            // As this API has it for who does not ask.
            return Reasoning.OFF;
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
    private static Reasoning effort(@Nullable Fields output) {
        String effort = output == null ? null : output.text("effort");
        return switch (effort) {
            case null -> Reasoning.ON;
            case "none" -> Reasoning.OFF;
            case "minimal" -> Reasoning.MINIMAL;
            case "low" -> Reasoning.LOW;
            case "medium" -> Reasoning.MEDIUM;
            // `high`, `xhigh`, `max`, and what may come above.
            default -> Reasoning.HIGH;
        };
    }

    private static Reasoning budget(@Nullable Integer tokens) {
        if (tokens == null) {
            return Reasoning.ON;
        }
        return tokens < LITTLE_THINKING ? Reasoning.LOW : tokens < MUCH_THINKING ? Reasoning.MEDIUM : Reasoning.HIGH;
    }
}
