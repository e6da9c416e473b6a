package io.aiplat.gateway.surface;

import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.Reasoning;
import io.aiplat.models.Sampling;
import io.aiplat.models.ToolDefinition;
import io.aiplat.models.Tools;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads Anthropic's messages.
final class MessagesSurface implements Surface {
    private static final int LITTLE_THINKING = 4096;
    private static final int MUCH_THINKING = 16_384;

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
                    // Say something about the request and change nothing in the answer.
                    "metadata",
                    "cache_control"),
            Map.of(
                    "service_tier",
                    Parameters.words("auto", "standard_only"),
                    "speed",
                    Parameters.words("standard"),
                    "mcp_servers",
                    Parameters::isEmpty,
                    "container",
                    Parameters.NEVER,
                    "context_management",
                    Parameters.NEVER,
                    "inference_geo",
                    Parameters.NEVER));

    @Override
    public String idPrefix() {
        return "msg_";
    }

    @Override
    public String parameter(String ofChat) {
        return switch (ofChat) {
            case "response_format" -> "output_config.format";
            case "reasoning_effort" -> "thinking";
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
        return new Question(List.of(new Generation.Chat(request)), body.flag("stream"), new MessagesForm());
    }

    /// What the model is shown.
    static ChatRequest conversation(Fields body, Reading reading) {
        PARAMETERS.check(body);
        return new ChatRequest(
                reading.model(),
                AnthropicTurns.read(body),
                Sampling.USUAL,
                tools(body),
                format(body),
                thinking(body),
                reading.serving());
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

    private static Tools tools(Fields body) {
        List<ToolDefinition> tools =
                body.objects("tools").stream().map(MessagesSurface::tool).toList();
        Fields choice = body.object("tool_choice");
        if (choice == null) {
            return Tools.offered(tools);
        }
        String type = choice.requiredText("type");
        Tools.Choice wanted = switch (type) {
            case "auto" -> new Tools.Choice.Auto();
            case "any" -> new Tools.Choice.Required();
            case "none" -> new Tools.Choice.None();
            case "tool" -> new Tools.Choice.Named(choice.requiredText("name"));
            default -> throw choice.invalid("type", "must be 'auto', 'any', 'tool' or 'none'");
        };
        choice.only(Set.of("type", "name", "disable_parallel_tool_use"));
        Tools checked = ChatToolReader.checked(body, tools, wanted);
        return new Tools(checked.offered(), wanted, !choice.flag("disable_parallel_tool_use"));
    }

    private static ToolDefinition tool(Fields tool) {
        String type = tool.text("type");
        if (type != null && !"custom".equals(type)) {
            throw tool.unsupported("type", "Only tools of your own are.");
        }
        tool.only(Set.of("type", "name", "description", "input_schema", "cache_control", "strict"));
        if (tool.flag("strict")) {
            tool.cannot("strict", "No engine here can bind arguments to their schema.");
        }
        return ChatToolReader.definition(tool, "input_schema");
    }

    private static AnswerFormat format(Fields body) {
        Fields output = body.object("output_config");
        if (output == null) {
            return new AnswerFormat.Text();
        }
        output.only(Set.of("format", "effort"));
        Fields format = output.object("format");
        if (format == null) {
            return new AnswerFormat.Text();
        }
        if (!"json_schema".equals(format.requiredText("type"))) {
            throw format.invalid("type", "must be 'json_schema'");
        }
        format.only(Set.of("type", "schema"));
        return new AnswerFormat.JsonSchema(format.requiredObject("schema").toJson());
    }

    /// Nobody here can stop a model from thinking at an exact number of tokens, so a budget is a degree.
    private static Reasoning thinking(Fields body) {
        Fields thinking = body.object("thinking");
        if (thinking == null) {
            // As this API has it.
            return Reasoning.OFF;
        }
        thinking.only(Set.of("type", "budget_tokens", "display"));
        return switch (thinking.requiredText("type")) {
            case "disabled" -> Reasoning.OFF;
            case "adaptive" -> effort(body.object("output_config"));
            case "enabled" -> budget(SamplingReader.tokens(thinking, "budget_tokens"));
            default -> throw thinking.invalid("type", "must be 'enabled', 'disabled' or 'adaptive'");
        };
    }

    private static Reasoning effort(@Nullable Fields output) {
        if (output == null || !output.has("effort")) {
            return Reasoning.ON;
        }
        return switch (output.requiredText("effort")) {
            case "low" -> Reasoning.LOW;
            case "medium" -> Reasoning.MEDIUM;
            case "high", "xhigh", "max" -> Reasoning.HIGH;
            default -> throw output.invalid("effort", "must be 'low', 'medium', 'high', 'xhigh' or 'max'");
        };
    }

    private static Reasoning budget(@Nullable Integer tokens) {
        if (tokens == null) {
            return Reasoning.ON;
        }
        return tokens < LITTLE_THINKING ? Reasoning.LOW : tokens < MUCH_THINKING ? Reasoning.MEDIUM : Reasoning.HIGH;
    }
}
