package io.aiplat.gateway.surface;

import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.Reasoning;
import io.aiplat.models.Sampling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads OpenAI's chat completions.
final class ChatSurface implements Surface {
    private static final int MOST_ALTERNATIVES = 20;

    private static final Parameters PARAMETERS = new Parameters(
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
                    // Say something about the request and change nothing in the answer.
                    "user",
                    "metadata",
                    "safety_identifier",
                    "prompt_cache_key"),
            Map.ofEntries(
                    Map.entry("logit_bias", Parameters::isEmpty),
                    Map.entry("store", Parameters::isFalse),
                    Map.entry("service_tier", Parameters.words("auto", "default")),
                    Map.entry(
                            "modalities",
                            value -> value.size() == 1
                                    && "text".equals(value.path(0).asText())),
                    Map.entry("audio", Parameters.NEVER),
                    Map.entry("prediction", Parameters.NEVER),
                    Map.entry("verbosity", Parameters.words("medium")),
                    Map.entry("web_search_options", Parameters.NEVER),
                    Map.entry("prompt_cache_retention", Parameters.NEVER),
                    Map.entry("functions", Parameters::isEmpty),
                    Map.entry("function_call", Parameters.NEVER)));

    @Override
    public String idPrefix() {
        return "chatcmpl-";
    }

    @Override
    public Question read(Fields body, Reading reading) {
        PARAMETERS.check(body);
        boolean stream = body.flag("stream");
        ChatRequest request = new ChatRequest(
                reading.model(),
                MessageReader.read(body),
                sampling(body, reading),
                ChatToolReader.read(body),
                format(body),
                reasoning(body, "reasoning_effort"),
                reading.serving());
        ChatForm form = new ChatForm(
                SamplingReader.includesUsage(body, stream), request.sampling().topLogprobs() != null);
        return new Question(several(request, SamplingReader.choices(body)), stream, form);
    }

    /// The same conversation several times; one seed would give the same answer each time.
    private static List<Generation> several(ChatRequest request, int choices) {
        List<Generation> all = new ArrayList<>();
        for (int i = 0; i < choices; i++) {
            all.add(new Generation.Chat(request.withSampling(Seeds.of(request.sampling(), i))));
        }
        return all;
    }

    private static Sampling sampling(Fields body, Reading reading) {
        return SamplingReader.ofCompletions(body, reading.bounded(maxTokens(body)), alternatives(body));
    }

    private static @Nullable Integer alternatives(Fields body) {
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
    private static @Nullable Integer maxTokens(Fields body) {
        Integer older = SamplingReader.tokens(body, "max_tokens");
        Integer newer = SamplingReader.tokens(body, "max_completion_tokens");
        if (older != null && newer != null && !older.equals(newer)) {
            throw body.invalid("max_tokens", "must not differ from max_completion_tokens");
        }
        return newer == null ? older : newer;
    }

    /// How much to think.
    static @Nullable Reasoning reasoning(Fields body, String name) {
        String effort = body.text(name);
        return switch (effort) {
            case null -> null;
            case "none" -> Reasoning.OFF;
            case "minimal" -> Reasoning.MINIMAL;
            case "low" -> Reasoning.LOW;
            case "medium" -> Reasoning.MEDIUM;
            case "high" -> Reasoning.HIGH;
            default -> throw body.invalid(name, "must be 'none', 'minimal', 'low', 'medium' or 'high'");
        };
    }

    private static AnswerFormat format(Fields body) {
        Fields format = body.object("response_format");
        if (format == null) {
            return new AnswerFormat.Text();
        }
        String type = format.requiredText("type");
        format.only("json_schema".equals(type) ? Set.of("type", "json_schema") : Set.of("type"));
        return switch (type) {
            case "text" -> new AnswerFormat.Text();
            case "json_object" -> new AnswerFormat.Json();
            case "json_schema" -> schema(format.requiredObject("json_schema"), Set.of());
            default -> throw format.invalid("type", "must be 'text', 'json_object' or 'json_schema'");
        };
    }

    /// A schema the answer must fit. `strict` needs no mapping: a schema always binds here.
    ///
    /// @param more fields that stand beside it
    static AnswerFormat schema(Fields wanted, Set<String> more) {
        Set<String> known = new HashSet<>(Set.of("name", "description", "schema", "strict"));
        known.addAll(more);
        wanted.only(known);
        wanted.requiredText("name");
        wanted.flag("strict");
        return new AnswerFormat.JsonSchema(wanted.requiredObject("schema").toJson());
    }

    @Override
    public String parameter(String ofChat) {
        return ofChat;
    }
}
