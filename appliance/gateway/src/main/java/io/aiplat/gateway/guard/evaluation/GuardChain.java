package io.aiplat.gateway.guard.evaluation;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.routing.Guard;
import java.util.List;

/// Guard chain: all guards of a route for one moment, in their order; each sees what the one before it left.
///
/// @param watchers never none
public record GuardChain(Guard.Moment moment, List<GuardEvaluator> watchers) {
    /// For all texts of a request together, or of an answer, or of one event.
    private static final long PATTERN_NANOS = 1_000_000_000L;

    /// For each character of them besides: several times what the built-in entities take, in all ways to read it.
    private static final long CHARACTER_NANOS = 4_000;

    /// With a service that has to be asked.
    private static final long SERVICE_NANOS = 10_000_000_000L;

    public GuardChain {
        watchers = List.copyOf(watchers);
    }

    /// Whether texts can be looked at piece by piece. A service judges by the sentence.
    public boolean takesPieces() {
        for (GuardEvaluator watcher : watchers) {
            if (!(watcher instanceof PatternEvaluator)) {
                return false;
            }
        }
        return true;
    }

    /// How long a look that begins now may take.
    ///
    /// @param characters of all texts together
    public EvaluationTimeout limit(long characters) {
        return EvaluationTimeout.in(takesPieces() ? PATTERN_NANOS + characters * CHARACTER_NANOS : SERVICE_NANOS);
    }

    /// Texts as they may go on.
    ///
    /// @throws ApiException if they may not
    public List<GuardText> pass(List<GuardText> texts, EvaluationTimeout limit) {
        List<GuardText> passed = texts;
        for (GuardEvaluator watcher : watchers) {
            passed = watcher.pass(passed, moment, limit);
        }
        return passed;
    }

    /// A text as it may go on.
    ///
    /// @throws ApiException if it may not
    public String pass(String text) {
        return pass(List.of(GuardText.of(text)), limit(text.length()))
                .getFirst()
                .text();
    }
}
