package io.aiplat.gateway.surface;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.models.ChatMessage;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.Reasoning;
import io.aiplat.models.Sampling;
import io.aiplat.models.ToolDefinition;
import io.aiplat.models.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads OpenAI's responses. Nothing is stored, so a conversation comes whole each time.
final class ResponsesSurface implements Surface {
    private static final int MOST_ALTERNATIVES = 20;
    private static final String LOGPROBS = "message.output_text.logprobs";

    private static final Parameters PARAMETERS = new Parameters(
            Set.of(
                    "model",
                    "input",
                    "instructions",
                    "stream",
                    "stream_options",
                    "max_output_tokens",
                    "temperature",
                    "top_p",
                    "top_logprobs",
                    "include",
                    "text",
                    "reasoning",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    // Say something about the request and change nothing in the answer.
                    "user",
                    "metadata",
                    "safety_identifier",
                    "prompt_cache_key"),
            Map.of(
                    "store", Parameters::isFalse,
                    "background", Parameters::isFalse,
                    "previous_response_id", Parameters.NEVER,
                    "conversation", Parameters.NEVER,
                    "prompt", Parameters.NEVER,
                    "max_tool_calls", Parameters.NEVER,
                    "context_management", Parameters.NEVER,
                    "prompt_cache_retention", Parameters.NEVER,
                    "truncation", Parameters.words("disabled"),
                    "service_tier", Parameters.words("auto", "default")));

    @Override
    public String idPrefix() {
        return "resp_";
    }

    @Override
    public String parameter(String ofChat) {
        return switch (ofChat) {
            case "messages" -> "input";
            case "response_format" -> "text.format";
            case "reasoning_effort" -> "reasoning.effort";
            case "logprobs" -> "include";
            case "max_tokens", "max_completion_tokens" -> "max_output_tokens";
            default -> ofChat;
        };
    }

    @Override
    public Question read(Fields body, Reading reading) {
        PARAMETERS.check(body);
        boolean stream = body.flag("stream");
        Fields options = body.object("stream_options");
        if (options != null) {
            options.only(Set.of("include_obfuscation"));
            SamplingReader.refuseObfuscation(options);
        }
        ChatRequest request = new ChatRequest(
                reading.model(),
                messages(body),
                sampling(body, reading),
                tools(body),
                format(body),
                reasoning(body),
                reading.serving());
        return new Question(List.of(new Generation.Chat(request, true)), stream, new ResponseForm(body));
    }

    private static List<ChatMessage> messages(Fields body) {
        List<ChatMessage> all = new ArrayList<>();
        String instructions = body.text("instructions");
        if (instructions != null && !instructions.isEmpty()) {
            all.add(ChatMessage.text("system", instructions));
        }
        all.addAll(ResponseItems.read(body));
        return all;
    }

    private static Sampling sampling(Fields body, Reading reading) {
        return new Sampling(
                reading.bounded(SamplingReader.tokens(body, "max_output_tokens")),
                SamplingReader.temperature(body, 2),
                SamplingReader.topP(body),
                null,
                null,
                List.of(),
                null,
                null,
                alternatives(body));
    }

    private static @Nullable Integer alternatives(Fields body) {
        boolean wanted = false;
        for (String include : body.texts("include")) {
            switch (include) {
                case LOGPROBS -> wanted = true;
                // Thoughts are not hidden here, so they need no other form to be sent back.
                case "reasoning.encrypted_content" -> {}
                default -> body.cannot("include", "Leave out '" + include + "'.");
            }
        }
        Integer alternatives = SamplingReader.whole(body, "top_logprobs", 0, MOST_ALTERNATIVES);
        if (alternatives != null && alternatives > 0) {
            return alternatives;
        }
        return wanted ? Integer.valueOf(0) : null;
    }

    private static @Nullable Reasoning reasoning(Fields body) {
        Fields reasoning = body.object("reasoning");
        if (reasoning == null) {
            return null;
        }
        reasoning.only(Set.of("effort", "summary", "generate_summary"));
        for (String name : List.of("summary", "generate_summary")) {
            String summary = reasoning.text(name);
            if (summary != null && !"auto".equals(summary)) {
                reasoning.cannot(name, "Thoughts come as they are and nobody sums them up.");
            }
        }
        return ChatSurface.reasoning(reasoning, "effort");
    }

    private static AnswerFormat format(Fields body) {
        Fields text = body.object("text");
        if (text == null) {
            return new AnswerFormat.Text();
        }
        text.only(Set.of("format", "verbosity"));
        String verbosity = text.text("verbosity");
        if (verbosity != null && !"medium".equals(verbosity)) {
            text.cannot("verbosity", "Leave it out.");
        }
        Fields format = text.object("format");
        if (format == null) {
            return new AnswerFormat.Text();
        }
        return switch (format.requiredText("type")) {
            case "text" -> new AnswerFormat.Text();
            case "json_object" -> new AnswerFormat.Json();
            case "json_schema" -> ChatSurface.schema(format, Set.of("type"));
            default -> throw format.invalid("type", "must be 'text', 'json_object' or 'json_schema'");
        };
    }

    private static Tools tools(Fields body) {
        List<ToolDefinition> tools =
                body.objects("tools").stream().map(ResponsesSurface::tool).toList();
        return ChatToolReader.checked(body, tools, choice(body));
    }

    /// `strict` is this API's default and so no wish; the answer says that it is not kept.
    private static ToolDefinition tool(Fields tool) {
        if (!"function".equals(tool.requiredText("type"))) {
            throw tool.unsupported("type", "Only 'function' is; there are no tools built in.");
        }
        tool.only(Set.of("type", "name", "description", "parameters", "strict"));
        tool.flag("strict");
        return ChatToolReader.definition(tool, "parameters");
    }

    private static Tools.Choice choice(Fields body) {
        JsonNode choice = body.any("tool_choice");
        if (choice == null || choice.isTextual()) {
            return ChatToolReader.word(body, choice == null ? "auto" : choice.textValue());
        }
        Fields named = body.requiredObject("tool_choice");
        if (!"function".equals(named.requiredText("type"))) {
            throw named.unsupported("type", "Only 'function' is.");
        }
        named.only(Set.of("type", "name"));
        return new Tools.Choice.Named(named.requiredText("name"));
    }
}
