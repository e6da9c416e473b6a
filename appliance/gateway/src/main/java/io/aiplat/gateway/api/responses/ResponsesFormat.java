package io.aiplat.gateway.api.responses;

import io.aiplat.gateway.api.chat.ChatFormat;
import io.aiplat.gateway.api.contract.ApiFormat;
import io.aiplat.gateway.api.contract.Generation;
import io.aiplat.gateway.api.contract.ParsedRequest;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.gateway.api.contract.SamplingReader;
import io.aiplat.gateway.api.contract.SupportedParameters;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// API format of OpenAI's responses: reads their requests.
/// Nothing is stored, so a conversation comes whole each time.
public final class ResponsesFormat implements ApiFormat {
    private static final Set<String> USUAL_TIERS = Set.of("auto", "default");
    private static final int MOST_ALTERNATIVES = 20;
    private static final String LOGPROBS = "message.output_text.logprobs";

    private static final SupportedParameters PARAMETERS = new SupportedParameters(
            Set.of(
                    "model",
                    "input",
                    "instructions",
                    "stream",
                    "stream_options",
                    "max_output_tokens",
                    "temperature",
                    "top_p",
                    "presence_penalty",
                    "frequency_penalty",
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
                    "client_metadata",
                    "safety_identifier",
                    "prompt_cache_key",
                    // Left out below unless they ask for nothing.
                    "store",
                    "truncation",
                    "service_tier"),
            Map.of("background", SupportedParameters::isFalse, "moderation", SupportedParameters.NEVER));

    /// What stands for a conversation that is somewhere else. Without it the answer is one to another question.
    private static final List<String> CONVERSATION = List.of("previous_response_id", "conversation", "prompt");

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
    public ParsedRequest read(RequestFields body, ReadContext reading) {
        ResponseTools tools = ResponseTools.read(body);
        ChatRequest request = conversation(body, tools, reading);
        return new ParsedRequest(
                List.of(new Generation.Chat(request, true)), body.flag("stream"), new ResponsesEncoder(body, tools));
    }

    /// What the model is shown.
    public static ChatRequest conversation(RequestFields body, ResponseTools tools, ReadContext reading) {
        for (String name : CONVERSATION) {
            if (body.has(name)) {
                throw body.unsupported(name, instead(name));
            }
        }
        PARAMETERS.check(body);
        housekeeping(body);
        return new ChatRequest(
                reading.model(),
                messages(body, tools, reading),
                sampling(body, reading),
                ResponseToolChoice.read(body, tools),
                format(body),
                reasoning(body),
                reading.serving());
    }

    private static String instead(String name) {
        return name.equals("previous_response_id")
                ? "Nothing is stored; send the whole conversation as 'input', or have responses kept: write"
                        + " 'responses: {store: true}' into gateway.yaml."
                : "Nothing is stored; send the whole conversation as 'input'.";
    }

    /// What asks a server for something beside the answer.
    private static void housekeeping(RequestFields body) {
        if (body.flag("store")) {
            body.leaveOut("store");
        }
        String truncation = body.text("truncation");
        if (truncation != null && !truncation.equals("disabled")) {
            body.leaveOut("truncation");
        }
        String tier = body.text("service_tier");
        if (tier != null && !USUAL_TIERS.contains(tier)) {
            body.leaveOut("service_tier");
        }
        RequestFields options = body.object("stream_options");
        if (options != null) {
            options.only(Set.of("include_obfuscation"));
            if (options.flag("include_obfuscation")) {
                options.leaveOut("include_obfuscation");
            }
        }
    }

    private static List<ChatMessage> messages(RequestFields body, ResponseTools tools, ReadContext reading) {
        List<ChatMessage> all = new ArrayList<>();
        String instructions = body.text("instructions");
        if (instructions != null && !instructions.isEmpty()) {
            all.add(ChatMessage.text("system", instructions));
        }
        all.addAll(ResponseItems.read(body, tools, reading));
        return all;
    }

    private static SamplingOptions sampling(RequestFields body, ReadContext reading) {
        return new SamplingOptions(
                reading.bounded(SamplingReader.tokens(body, "max_output_tokens")),
                SamplingReader.temperature(body, 2),
                SamplingReader.topP(body),
                null,
                null,
                List.of(),
                SamplingReader.penalty(body, "frequency_penalty"),
                SamplingReader.penalty(body, "presence_penalty"),
                alternatives(body));
    }

    private static @Nullable Integer alternatives(RequestFields body) {
        boolean wanted = false;
        for (String include : body.texts("include")) {
            switch (include) {
                case LOGPROBS -> wanted = true;
                // Thoughts are not hidden here, so they need no other form to be sent back.
                case "reasoning.encrypted_content" -> {}
                default -> body.leaveOut("include");
            }
        }
        Integer alternatives = SamplingReader.whole(body, "top_logprobs", 0, MOST_ALTERNATIVES);
        if (alternatives != null && alternatives > 0) {
            return alternatives;
        }
        return wanted ? Integer.valueOf(0) : null;
    }

    private static @Nullable ReasoningEffort reasoning(RequestFields body) {
        RequestFields reasoning = body.object("reasoning");
        if (reasoning == null) {
            return null;
        }
        // Thoughts come as they are and nobody sums them up, so any kind of summary is this one.
        reasoning.only(Set.of("effort", "summary", "generate_summary"));
        String effort = reasoning.text("effort");
        return switch (effort) {
            case null -> null;
            case "none" -> ReasoningEffort.OFF;
            case "minimal" -> ReasoningEffort.MINIMAL;
            case "low" -> ReasoningEffort.LOW;
            case "medium" -> ReasoningEffort.MEDIUM;
            case "high", "xhigh", "max" -> ReasoningEffort.HIGH;
            default -> {
                reasoning.leaveOut("effort");
                yield null;
            }
        };
    }

    private static AnswerFormat format(RequestFields body) {
        RequestFields text = body.object("text");
        if (text == null) {
            return new AnswerFormat.Text();
        }
        text.only(Set.of("format", "verbosity"));
        String verbosity = text.text("verbosity");
        if (verbosity != null && !"medium".equals(verbosity)) {
            text.leaveOut("verbosity");
        }
        RequestFields format = text.object("format");
        if (format == null) {
            return new AnswerFormat.Text();
        }
        return switch (format.requiredText("type")) {
            case "text" -> new AnswerFormat.Text();
            case "json_object" -> new AnswerFormat.Json();
            case "json_schema" -> ChatFormat.schema(format, Set.of("type"));
            default -> throw format.invalid("type", "must be 'text', 'json_object' or 'json_schema'");
        };
    }
}
