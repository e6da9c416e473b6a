package io.aiplat.gateway.guard;

import io.aiplat.gateway.surface.ApiException;
import io.aiplat.routing.Guard;
import java.util.List;

/// All guards of a route that look at one moment, in their order: each sees what the one before it has left.
///
/// @param watchers never none
record Watch(Guard.Moment moment, List<Watcher> watchers) {
    /// For all texts of a request together, or of an answer, or of one event.
    private static final long PATTERN_NANOS = 1_000_000_000L;

    /// For each character of them besides: several times what the built-in entities take.
    private static final long CHARACTER_NANOS = 1_000;

    /// With a service that has to be asked.
    private static final long SERVICE_NANOS = 10_000_000_000L;

    Watch {
        watchers = List.copyOf(watchers);
    }

    /// Whether texts can be looked at piece by piece. A service judges by the sentence.
    boolean takesPieces() {
        for (Watcher watcher : watchers) {
            if (!(watcher instanceof PatternWatcher)) {
                return false;
            }
        }
        return true;
    }

    /// How long a look that begins now may take.
    ///
    /// @param characters of all texts together
    TimeLimit limit(long characters) {
        return TimeLimit.in(takesPieces() ? PATTERN_NANOS + characters * CHARACTER_NANOS : SERVICE_NANOS);
    }

    /// Texts as they may go on.
    ///
    /// @throws ApiException if they may not
    List<Text> pass(List<Text> texts, TimeLimit limit) {
        List<Text> passed = texts;
        for (Watcher watcher : watchers) {
            passed = watcher.pass(passed, moment, limit);
        }
        return passed;
    }

    /// A text as it may go on.
    ///
    /// @throws ApiException if it may not
    String pass(String text) {
        return pass(List.of(Text.of(text)), limit(text.length())).getFirst().text();
    }
}
