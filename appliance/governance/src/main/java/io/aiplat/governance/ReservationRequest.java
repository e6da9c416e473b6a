package io.aiplat.governance;

import io.aiplat.governance.key.Tags;
import io.aiplat.governance.limit.ModelPattern;
import io.aiplat.governance.limit.ModelUse;
import io.aiplat.model.spend.Price;
import java.time.Duration;
import java.util.List;

/// Reservation request: what a request may use at most, said before the upstream is called.
/// A budget is never overspent as long as these are upper bounds; what an upstream uses beyond them is charged all
/// the same.
///
/// @param model        the public name that was asked for, as spend is reported by it
/// @param uses         what that stands for, as models are allowed by it
/// @param inputTokens  an upper bound, 0 or more
/// @param outputTokens the cap that is also sent upstream, 0 or more
/// @param gpuTime      the longest the upstream may take; counts only for a price by the GPU hour
/// @param price        the dearest of all who may answer
/// @param tags         of this request; those of its key are added
public record ReservationRequest(
        String model,
        ModelUse uses,
        long inputTokens,
        long outputTokens,
        Duration gpuTime,
        Price price,
        List<String> tags) {
    // A count that no model reaches, and that adds up without overflowing.
    private static final long MOST_TOKENS = Integer.MAX_VALUE;

    public ReservationRequest {
        tags = Tags.checked(tags);
        if (!ModelPattern.isName(model)) {
            throw new IllegalArgumentException("a model's name has 1 to 256 characters");
        }
        if (inputTokens < 0 || inputTokens > MOST_TOKENS || outputTokens < 0 || outputTokens > MOST_TOKENS) {
            throw new IllegalArgumentException("tokens are 0 to " + MOST_TOKENS);
        }
    }

    /// One for a model that has no other name, and that is not paid by time.
    public ReservationRequest(String model, long inputTokens, long outputTokens, Price price, List<String> tags) {
        this(model, ModelUse.of(model), inputTokens, outputTokens, Duration.ZERO, price, tags);
    }

    long tokens() {
        return inputTokens + outputTokens;
    }
}
