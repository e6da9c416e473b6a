package io.aiplat.gateway.upstream;

import io.aiplat.gateway.api.contract.DroppedParameters;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.json.JsonEdit;
import java.util.List;

/// A client's body as an upstream with Anthropic's API gets it: the same bytes but for the model's name
/// there, the cap on tokens, and the word that is ours.
public final class AnthropicBody {
    private AnthropicBody() {}

    /// The body's parts in their order; the client's own bytes are not copied.
    public static List<ByteSlice> of(Attempt attempt) {
        ModelCall call = attempt.call();
        JsonEdit edit = call.json().edit();
        if (!attempt.chosen().model().equals(call.model())) {
            edit.replace("model", attempt.chosen().model());
        }
        if (call.json().has(DroppedParameters.FIELD)) {
            edit.remove(DroppedParameters.FIELD);
        }
        long cap = attempt.outputCap();
        if (cap > 0) {
            call.demand().write(edit, cap, "max_tokens");
        }
        return edit.isEmpty()
                ? List.of(new ByteSlice(call.body().bytes(), 0, call.body().length()))
                : edit.segments();
    }
}
