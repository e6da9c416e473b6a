package io.aiplat.gateway.guard;

import io.aiplat.gateway.surface.ApiException;
import io.aiplat.routing.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks for entities and patterns, by itself.
///
/// @param blocks whether it refuses what it finds, instead of masking it
record PatternWatcher(String name, List<Detector> detectors, boolean blocks, Hits hits) implements Watcher {
    static PatternWatcher of(
            String name, Set<Guard.Entity> entities, List<Pattern> patterns, boolean blocks, Hits hits) {
        Stream<Detector> builtIn = entities.stream().sorted().flatMap(Entities::detectors);
        List<Detector> all =
                Stream.concat(builtIn, Entities.detectors(patterns).stream()).toList();
        return new PatternWatcher(name, all, blocks, hits);
    }

    @Override
    public List<String> pass(List<String> texts, Guard.Moment moment, TimeLimit limit) {
        List<String> passed = new ArrayList<>(texts.size());
        for (String text : texts) {
            List<Found> found = find(text, 0, moment, limit);
            if (found.isEmpty()) {
                passed.add(text);
                continue;
            }
            if (blocks) {
                throw block(found.getFirst(), moment);
            }
            hits.masked(name);
            passed.add(Found.masked(text, found));
        }
        return passed;
    }

    /// What it finds, in order and apart.
    ///
    /// @param from where to begin; what stands before only gives the context
    List<Found> find(CharSequence text, int from, Guard.Moment moment, TimeLimit limit) {
        List<Found> found = new ArrayList<>(0);
        CharSequence watched = limit.watched(text);
        try {
            for (Detector detector : detectors) {
                detector.find(watched, from, found);
            }
        } catch (TimeLimit.Over _) {
            hits.failed(name);
            throw Refusals.failed(name, moment, "it takes too long; its patterns may be at fault");
        } catch (StackOverflowError _) {
            // That is how the JDK's engine ends when a group repeats too often.
            hits.failed(name);
            throw Refusals.failed(name, moment, "one of its patterns is too deep for a text of this length");
        }
        return Found.merged(found);
    }

    /// What to throw for something it refuses.
    ApiException block(Found found, Guard.Moment moment) {
        hits.blocked(name);
        return Refusals.blocked(name, found.kind(), moment);
    }
}
