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
    /// Characters of a text that are normalized at once, and of those how many are looked at with the next ones,
    /// too.
    private static final int AT_ONCE = 16 * 1024;

    /// Characters that are read in other ways before others go first.
    private static final int PAUSES = 4 * AT_ONCE;

    private static final int OVERLAP = 1024;

    /// Characters before a find that a pattern may look at.
    private static final int CONTEXT = 64;

    /// Finds in one text. Who has more of them sends nothing but such.
    private static final int MOST = 200_000;

    static PatternWatcher of(
            String name, Set<Guard.Entity> entities, List<Pattern> patterns, boolean blocks, Hits hits) {
        Stream<Detector> builtIn = entities.stream().sorted().flatMap(Entities::detectors);
        List<Detector> all =
                Stream.concat(builtIn, Entities.detectors(patterns).stream()).toList();
        return new PatternWatcher(name, all, blocks, hits);
    }

    @Override
    public List<Text> pass(List<Text> texts, Guard.Moment moment, TimeLimit limit) {
        List<Text> passed = new ArrayList<>(texts.size());
        for (Text text : texts) {
            passed.add(masked(text, find(text.text(), 0, moment, limit), moment));
        }
        Adjoining.of(passed, (joined, into) -> into.addAll(find(joined, 0, moment, limit)))
                .forEach((index, found) -> passed.set(index, masked(passed.get(index), found, moment)));
        return passed;
    }

    private Text masked(Text text, List<Found> found, Guard.Moment moment) {
        if (found.isEmpty()) {
            return text;
        }
        if (blocks) {
            throw block(found.getFirst(), moment);
        }
        hits.masked(name);
        return text.with(Found.masked(text.text(), found));
    }

    /// What it finds, in the text as it is written and as it reads, in order and apart.
    ///
    /// @param from where to begin; what stands before only gives the context
    List<Found> find(CharSequence text, int from, Guard.Moment moment, TimeLimit limit) {
        List<Found> found = new ArrayList<>(0);
        try {
            look(text, from, limit, found);
            EncodedText.runs(
                    text.toString(), from, (begin, end, decoded) -> decoded(decoded, begin, end, limit, found));
            for (int at = from; at < text.length(); at += AT_ONCE) {
                if (limit.left() <= 0) {
                    throw new TimeLimit.Over();
                }
                if (at > from && (at - from) % PAUSES == 0) {
                    limit.pause();
                }
                int to = Math.min(text.length(), at + AT_ONCE + OVERLAP);
                if (!NormalText.isPlain(text, at, to)) {
                    asItReads(text, at, to, limit, found);
                }
            }
        } catch (TimeLimit.Over _) {
            hits.failed(name);
            throw Refusals.failed(name, moment, "it takes too long; a shorter text may help, or another pattern");
        } catch (StackOverflowError _) {
            // That is how the JDK's engine ends when a group repeats too often.
            hits.failed(name);
            throw Refusals.failed(name, moment, "one of its patterns is too deep for a text of this length");
        }
        if (found.size() > MOST) {
            hits.failed(name);
            throw Refusals.failed(name, moment, "a text of it has too much in it that is to be masked");
        }
        return Found.merged(found);
    }

    private void decoded(String decoded, int begin, int end, TimeLimit limit, List<Found> found) {
        List<Found> read = new ArrayList<>(0);
        look(decoded, 0, limit, read);
        if (!NormalText.isPlain(decoded, 0, Math.min(decoded.length(), AT_ONCE))) {
            add(NormalText.of(decoded, 0, Math.min(decoded.length(), AT_ONCE)), 0, limit, read);
        }
        if (!read.isEmpty()) {
            found.add(new Found(begin, end, read.getFirst().kind()));
        }
    }

    private void asItReads(CharSequence text, int from, int to, TimeLimit limit, List<Found> found) {
        NormalText normal = NormalText.of(text, Math.max(0, from - CONTEXT), to);
        add(normal, normal.first(from), limit, found);
        NormalText hidden = NormalText.hidden(text, from, to);
        if (hidden.length() > 0) {
            add(hidden, 0, limit, found);
        }
    }

    private void add(NormalText normal, int from, TimeLimit limit, List<Found> found) {
        List<Found> read = new ArrayList<>(0);
        look(normal, from, limit, read);
        for (Found one : read) {
            found.add(normal.origin(one));
        }
    }

    private void look(CharSequence text, int from, TimeLimit limit, List<Found> found) {
        int traits = Traits.of(text, from);
        CharSequence watched = limit.watched(text);
        for (Detector detector : detectors) {
            if (detector.mayFind(traits) && found.size() <= MOST) {
                detector.find(watched, from, blocks ? 1 : MOST, found);
            }
        }
    }

    /// What to throw for something it refuses.
    ApiException block(Found found, Guard.Moment moment) {
        hits.blocked(name);
        return Refusals.blocked(name, found.kind(), moment);
    }
}
