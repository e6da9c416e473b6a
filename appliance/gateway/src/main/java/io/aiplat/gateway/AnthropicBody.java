package io.aiplat.gateway;

import io.aiplat.gateway.surface.Dropped;
import io.aiplat.wire.Segment;
import io.aiplat.wire.json.Edit;
import java.util.List;

/// A client's body as an upstream with Anthropic's API gets it: the same bytes but for the model's name
/// there, the cap on tokens, and the word that is ours.
final class AnthropicBody {
    private AnthropicBody() {}

    static List<Segment> of(Attempt attempt) {
        ModelCall call = attempt.call();
        Edit edit = call.json().edit();
        if (!attempt.chosen().model().equals(call.model())) {
            edit.replace("model", attempt.chosen().model());
        }
        if (call.json().has(Dropped.FIELD)) {
            edit.remove(Dropped.FIELD);
        }
        long cap = attempt.outputCap();
        if (cap > 0) {
            call.demand().write(edit, cap, "max_tokens");
        }
        return edit.isEmpty()
                ? List.of(new Segment(call.body().bytes(), 0, call.body().length()))
                : edit.segments();
    }
}
