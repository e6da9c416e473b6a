package io.aiplat.gateway;

import io.aiplat.governance.Usage;
import io.aiplat.wire.json.Kind;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.json.TopLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an answer says of itself.
final class AnswerScan {
    /// By either of them an answer says that it counted. Some only measure the seconds of a recording.
    private static final List<String> COUNTS = List.of("prompt_tokens", "input_tokens", "total_tokens");

    private final @Nullable TopLevel json;

    private AnswerScan(@Nullable TopLevel json) {
        this.json = json;
    }

    /// Looks at an answer in one piece.
    static AnswerScan whole(byte[] bytes, int length) {
        try {
            return new AnswerScan(TopLevel.scan(bytes, length));
        } catch (MalformedJson _) {
            // It is no answer then, which is all there is to say.
            return new AnswerScan(null);
        }
    }

    /// Whether it is a JSON object.
    boolean isJson() {
        return json != null;
    }

    /// Whether it is an error, whatever its status says.
    boolean isError() {
        return json != null && (json.kind("error") == Kind.OBJECT || json.kind("error") == Kind.STRING);
    }

    /// Hands on what was used; where it does not say so, what its length lets guess.
    void report(Attempt attempt, int length) {
        if (json == null || !report(json, attempt)) {
            attempt.guess(length);
        }
    }

    /// Hands on what a document with a `usage` says was used.
    ///
    /// @return false if it says nothing of tokens
    static boolean report(TopLevel json, Attempt attempt) {
        TopLevel usage = json.object("usage");
        if (usage == null || COUNTS.stream().noneMatch(usage::has)) {
            return false;
        }
        TopLevel details =
                usage.object(usage.has("prompt_tokens_details") ? "prompt_tokens_details" : "input_tokens_details");
        long output = tokens(usage, "completion_tokens", "output_tokens");
        long input = tokens(usage, "prompt_tokens", "input_tokens");
        if (input + output == 0) {
            // Servers that put texts in an order only say how many there were in all.
            input = Math.max(0, usage.integer("total_tokens").orElse(0));
        }
        long cached = details == null ? 0 : details.integer("cached_tokens").orElse(0);
        attempt.used(new Usage(input, output, Math.clamp(cached, 0, input), false));
        return true;
    }

    /// The older API and the newer one have different names for the same.
    private static long tokens(TopLevel usage, String name, String newer) {
        return Math.max(0, usage.integer(usage.has(name) ? name : newer).orElse(0));
    }
}
