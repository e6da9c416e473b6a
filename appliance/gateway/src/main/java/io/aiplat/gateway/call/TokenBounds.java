package io.aiplat.gateway.call;

import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.Limits;
import io.aiplat.routing.Route;
import org.jspecify.annotations.Nullable;

/// Upper bounds of the tokens of a request, as they are reserved. Exact or refused: a bound that was cut to what
/// fits would be none.
public final class TokenBounds {
    /// Tokens of an answer that neither the client nor the route bounds, where a key's limits need a bound.
    static final int USUAL_CAP = 4096;

    private TokenBounds() {}

    /// What the model may be shown at most; counting is not showing.
    ///
    /// @param named what the conversation has that costs more than its bytes
    public static long input(ModelCall call, InputReferences named) {
        if (call.endpoint().counts()) {
            return 0;
        }
        long bound = InputBound.of(call, named.pictures());
        if (named.any()) {
            bound = Math.max(bound, InputReferences.LONGEST_CONTEXT);
        }
        String repeated = call.endpoint().tokens().repeated();
        if (repeated != null) {
            bound += call.demand().prompts()
                    * (call.json().valueEnd(repeated) - call.json().valueBegin(repeated));
        }
        return bound <= WholeNumber.MOST / call.demand().answers()
                ? bound * call.demand().answers()
                : tooMany(call.demand());
    }

    private static long tooMany(TokenDemand demand) {
        throw demand.tooMany();
    }

    /// What may be generated at most.
    ///
    /// @param cap   of each answer
    /// @param input as [#input] says
    public static long output(ModelCall call, long cap, long input) {
        // What somebody says is fewer tokens as a text than as a recording.
        return call.endpoint().tokens().hears() ? input : call.demand().generated(cap);
    }

    /// What each answer may have, as it is reserved and as the upstream is told.
    ///
    /// @return 0 where nothing bounds it and nothing has to
    public static long cap(ModelCall call, Route route, KeySnapshot key) {
        if (!call.endpoint().generates()) {
            return 0;
        }
        TokenDemand demand = call.demand();
        Integer most = route.maxOutputTokens();
        long wanted = demand.cap();
        if (wanted == 0 && countsTokens(key)) {
            wanted = demand.foreignCap() > 0 ? demand.foreignCap() : most == null ? USUAL_CAP : most;
        }
        long cap = least(wanted, most);
        demand.check(cap, most);
        return cap;
    }

    private static long least(long wanted, @Nullable Integer most) {
        if (most == null) {
            return wanted;
        }
        return wanted == 0 ? most : Math.min(wanted, most);
    }

    /// Whether tokens are money for a key, or limited.
    public static boolean countsTokens(KeySnapshot key) {
        for (Limits limits : key.limits()) {
            if (!limits.budgets().isEmpty() || limits.tokensPerMinute() != null) {
                return true;
            }
        }
        return false;
    }
}
