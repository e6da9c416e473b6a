package io.aiplat.gateway.relay;

import io.aiplat.gateway.protocol.CountedTokens;
import io.aiplat.gateway.protocol.LenientJson;
import io.aiplat.gateway.protocol.WireFormat;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/// What an answer says of itself.
final class AnswerScan {
    private final @Nullable JsonObjectView json;

    private AnswerScan(@Nullable JsonObjectView json) {
        this.json = json;
    }

    /// Looks at an answer in one piece.
    static AnswerScan whole(byte[] bytes, int length) {
        try {
            return new AnswerScan(JsonObjectView.scan(bytes, length));
        } catch (MalformedJson _) {
            // It is no answer then, which is all there is to say.
            return new AnswerScan(null);
        }
    }

    /// The answer; null if it is no JSON object.
    @Nullable
    JsonObjectView json() {
        return json;
    }

    /// Whether it is a JSON object.
    boolean isJson() {
        return json != null;
    }

    /// Whether it is an error, whatever its status says.
    boolean isError() {
        return json != null && LenientJson.isError(json);
    }

    /// Hands on what was used; where it does not say so, what its length lets guess. Counting uses nothing.
    void report(Attempt attempt, int length, WireFormat format) {
        if (attempt.call().endpoint().counts()) {
            attempt.used(TokenUsage.NONE);
        } else if (json == null || !report(json, attempt, format)) {
            attempt.guess(length);
        }
    }

    /// Hands on what a document with a `usage` says was used.
    ///
    /// @return false if it does not say what the answer has
    private static boolean report(JsonObjectView json, Attempt attempt, WireFormat format) {
        JsonObjectView said = json.object("usage");
        CountedTokens counted = said == null ? CountedTokens.NOTHING : format.usage(said);
        attempt.said(counted);
        return counted.output() >= 0;
    }
}
