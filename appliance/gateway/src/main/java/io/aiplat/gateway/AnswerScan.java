package io.aiplat.gateway;

import io.aiplat.governance.Usage;
import io.aiplat.wire.json.Kind;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.json.TopLevel;
import org.jspecify.annotations.Nullable;

/// What an answer says of itself.
final class AnswerScan {
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
        if (json != null && json.object("usage") != null) {
            report(json, attempt);
        } else {
            attempt.guess(length);
        }
    }

    /// Hands on what a document with a `usage` says was used.
    static void report(TopLevel json, Attempt attempt) {
        TopLevel usage = json.object("usage");
        if (usage == null) {
            return;
        }
        TopLevel details = usage.object("prompt_tokens_details");
        long input = Math.max(0, usage.integer("prompt_tokens").orElse(0));
        long cached = details == null ? 0 : details.integer("cached_tokens").orElse(0);
        attempt.used(new Usage(
                input, Math.max(0, usage.integer("completion_tokens").orElse(0)), Math.clamp(cached, 0, input), false));
    }
}
