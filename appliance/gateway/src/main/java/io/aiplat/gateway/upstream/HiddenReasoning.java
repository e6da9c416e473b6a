package io.aiplat.gateway.upstream;

import io.aiplat.gateway.call.ModelCall;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.balancing.RoutingResult;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reasoning tokens that an upstream generates and does not stream: OpenAI's own models keep theirs, and
/// Anthropic's newer ones only sum them up. What came of an answer then says little of what it cost.
final class HiddenReasoning {
    /// OpenAI's models that do not reason.
    private static final Pattern PLAIN = Pattern.compile("(.*/)?(ft:)?(gpt-3|gpt-4|chatgpt-4|davinci|babbage).*");

    private HiddenReasoning() {}

    /// Whether there may have been any.
    static boolean possible(ModelCall call, RoutingResult.Chosen chosen) {
        if (isEngine(chosen.upstream().provider())) {
            // An engine here shows all it writes.
            return false;
        }
        return wanted(call.json())
                || (OpenAiBody.isOpenAi(chosen.upstream().url())
                        && !PLAIN.matcher(chosen.model()).matches());
    }

    private static boolean isEngine(UpstreamKind kind) {
        return switch (kind) {
            case OLLAMA, EMBEDDED -> true;
            case OPENAI, ANTHROPIC -> false;
        };
    }

    private static boolean wanted(JsonObjectView json) {
        return isOn(json.text("reasoning_effort")) || asks(json.object("reasoning")) || asks(json.object("thinking"));
    }

    private static boolean asks(@Nullable JsonObjectView thinking) {
        if (thinking == null
                || "disabled".equals(thinking.text("type"))
                || thinking.kind("enabled") == JsonKind.FALSE) {
            return false;
        }
        return !thinking.has("effort") || isOn(thinking.text("effort"));
    }

    private static boolean isOn(@Nullable String effort) {
        return effort != null && !effort.equals("none");
    }
}
