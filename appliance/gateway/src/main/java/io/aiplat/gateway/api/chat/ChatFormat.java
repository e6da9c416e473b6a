package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.ApiFormat;
import io.aiplat.gateway.api.contract.Generation;
import io.aiplat.gateway.api.contract.ParsedRequest;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.gateway.api.contract.SamplingReader;
import io.aiplat.gateway.api.contract.Seeds;
import io.aiplat.gateway.api.contract.SupportedParameters;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.SamplingOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// API format of OpenAI's chat completions: reads their requests.
public final class ChatFormat implements ApiFormat {
    private static final int MOST_ALTERNATIVES = 20;

    private static final SupportedParameters PARAMETERS = new SupportedParameters(
            Set.of(
                    "model",
                    "messages",
                    "stream",
                    "stream_options",
                    "max_tokens",
                    "max_completion_tokens",
                    "temperature",
                    "top_p",
                    "top_k",
                    "n",
                    "seed",
                    "stop",
                    "frequency_penalty",
                    "presence_penalty",
                    "logprobs",
                    "top_logprobs",
                    "response_format",
                    "reasoning_effort",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "functions",
                    "function_call",
                    "documents",
                    "reasoning",
                    "thinking",
                    "think",
                    "enable_thinking",
                    "chat_template_kwargs",
                    "min_p",
                    "typical_p",
                    "repeat_penalty",
                    "repetition_penalty",
                    "repeat_last_n",
                    "store",
                    "service_tier",
                    "audio"),
            Map.of(
                    "logit_bias",
                    SupportedParameters::isEmpty,
                    // Who asks for it relies on it.
                    "moderation",
                    SupportedParameters.NEVER,
                    "modalities",
                    value -> value.size() == 1 && "text".equals(value.path(0).asText())));

    /// Hints, each with the values that ask for nothing; others are left out and named.
    private static final Map<String, Predicate<JsonNode>> HINTS = Map.of(
            "store",
            SupportedParameters::isFalse,
            "service_tier",
            SupportedParameters.words("auto", "default"),
            // It is wanted by 'modalities'.
            "audio",
            SupportedParameters.NEVER);

    @Override
    public String idPrefix() {
        return "chatcmpl-";
    }

    @Override
    public ParsedRequest read(RequestFields body, ReadContext reading) {
        PARAMETERS.check(body);
        HINTS.forEach((name, unused) -> {
            JsonNode value = body.any(name);
            if (value != null && !unused.test(value)) {
                body.leaveOut(name);
            }
        });
        boolean stream = body.flag("stream");
        ChatRequest request = new ChatRequest(
                reading.model(),
                ChatDocuments.beside(MessageReader.read(body, reading), body),
                sampling(body, reading),
                ChatToolReader.read(body, reading),
                format(body),
                ChatEffort.read(body),
                reading.serving());
        ChatEncoder form = new ChatEncoder(
                SamplingReader.includesUsage(body, stream), request.sampling().topLogprobs() != null, calls(body));
        return new ParsedRequest(several(request, SamplingReader.choices(body)), stream, form);
    }

    private static ChatCalls calls(RequestFields body) {
        if (ChatToolReader.isOlder(body)) {
            return new ChatCalls(true, Set.of());
        }
        Set<String> custom = body.has("tools") ? ChatToolReader.custom(body) : Set.of();
        return custom.isEmpty() ? ChatCalls.USUAL : new ChatCalls(false, custom);
    }

    /// The same conversation several times; one seed would give the same answer each time.
    private static List<Generation> several(ChatRequest request, int choices) {
        List<Generation> all = new ArrayList<>();
        for (int i = 0; i < choices; i++) {
            all.add(new Generation.Chat(request.withSampling(Seeds.of(request.sampling(), i)), true));
        }
        return all;
    }

    private static SamplingOptions sampling(RequestFields body, ReadContext reading) {
        return SamplingReader.ofCompletions(body, reading.bounded(maxTokens(body)), alternatives(body))
                .withMore(SamplingReader.more(body, reading));
    }

    private static @Nullable Integer alternatives(RequestFields body) {
        Integer alternatives = SamplingReader.whole(body, "top_logprobs", 0, MOST_ALTERNATIVES);
        if (body.flag("logprobs")) {
            return alternatives == null ? Integer.valueOf(0) : alternatives;
        }
        if (alternatives != null && alternatives > 0) {
            throw body.invalid("top_logprobs", "is only allowed when 'logprobs' is true");
        }
        return null;
    }

    /// Both names mean the same since OpenAI renamed it; two different values would need a guess.
    private static @Nullable Integer maxTokens(RequestFields body) {
        Integer older = SamplingReader.tokens(body, "max_tokens");
        Integer newer = SamplingReader.tokens(body, "max_completion_tokens");
        if (older != null && newer != null && !older.equals(newer)) {
            throw body.invalid("max_tokens", "must not differ from max_completion_tokens");
        }
        return newer == null ? older : newer;
    }

    /// How much to think.
    static @Nullable ReasoningEffort reasoning(RequestFields body, String name) {
        return ChatEffort.degree(body, name);
    }

    private static AnswerFormat format(RequestFields body) {
        RequestFields format = body.object("response_format");
        if (format == null) {
            return new AnswerFormat.Text();
        }
        String type = format.requiredText("type");
        // llama.cpp and what is built on it have the schema beside the type.
        String beside = format.has("schema") ? "schema" : "json_schema";
        format.only(Set.of("type", beside));
        return switch (type) {
            case "text" -> new AnswerFormat.Text();
            case "json_object", "json" ->
                format.has("schema")
                        ? new AnswerFormat.JsonSchema(
                                format.requiredObject("schema").toJson())
                        : new AnswerFormat.Json();
            case "json_schema" ->
                format.has("schema") && !format.has("json_schema")
                        ? new AnswerFormat.JsonSchema(
                                format.requiredObject("schema").toJson())
                        : schema(format.requiredObject("json_schema"), Set.of());
            default -> throw format.invalid("type", "must be 'text', 'json_object' or 'json_schema'");
        };
    }

    /// A schema the answer must fit. `strict` needs no mapping: a schema always binds here.
    ///
    /// @param more fields that stand beside it
    public static AnswerFormat schema(RequestFields wanted, Set<String> more) {
        Set<String> known = new HashSet<>(Set.of("name", "description", "schema", "strict"));
        known.addAll(more);
        wanted.only(known);
        wanted.flag("strict");
        RequestFields schema = wanted.object("schema");
        // OpenAI's own default of it is any object.
        return schema == null ? new AnswerFormat.Json() : new AnswerFormat.JsonSchema(schema.toJson());
    }

    @Override
    public String parameter(String ofChat) {
        return ofChat;
    }
}
