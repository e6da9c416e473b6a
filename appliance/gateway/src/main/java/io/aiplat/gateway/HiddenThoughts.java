package io.aiplat.gateway;

import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.choice.Choice;
import io.aiplat.wire.json.Kind;
import io.aiplat.wire.json.TopLevel;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reasoning tokens that an upstream generates and does not stream: OpenAI's own models keep theirs, and
/// Anthropic's newer ones only sum them up. What came of an answer then says little of what it cost.
final class HiddenThoughts {
    /// OpenAI's models that do not reason.
    private static final Pattern PLAIN = Pattern.compile("(.*/)?(ft:)?(gpt-3|gpt-4|chatgpt-4|davinci|babbage).*");

    private HiddenThoughts() {}

    /// Whether there may have been any.
    static boolean possible(ModelCall call, Choice.Chosen chosen) {
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

    private static boolean wanted(TopLevel json) {
        return isOn(json.text("reasoning_effort")) || asks(json.object("reasoning")) || asks(json.object("thinking"));
    }

    private static boolean asks(@Nullable TopLevel thinking) {
        if (thinking == null || "disabled".equals(thinking.text("type")) || thinking.kind("enabled") == Kind.FALSE) {
            return false;
        }
        return !thinking.has("effort") || isOn(thinking.text("effort"));
    }

    private static boolean isOn(@Nullable String effort) {
        return effort != null && !effort.equals("none");
    }
}
