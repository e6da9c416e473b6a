package io.aiplat.gateway.guard;

import io.aiplat.gateway.surface.ApiException;
import io.aiplat.routing.Guard;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /// A document as it may go on.
    ///
    /// @return null if nothing is changed
    /// @throws ApiException if it may not go on
    byte @Nullable [] pass(TextDocument document) {
        return document.isEmpty() ? null : document.with(pass(document.texts()));
    }

    /// Texts as they may go on.
    List<String> pass(List<String> texts) {
        TimeLimit limit = limit(texts.stream().mapToLong(String::length).sum());
        List<String> passed = texts;
        for (Watcher watcher : watchers) {
            passed = watcher.pass(passed, moment, limit);
        }
        return passed;
    }

    /// What a tool is given, as it may go on.
    String passArguments(String arguments) {
        TextDocument document = TextDocument.ofArguments(arguments);
        if (document == null) {
            return pass(List.of(arguments)).getFirst();
        }
        byte[] changed = pass(document);
        return changed == null ? arguments : TextDocument.arguments(changed);
    }
}
