package io.aiplat.gateway.guard.evaluation;

import io.aiplat.routing.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Guard evaluator by patterns: looks for entities by itself.
///
/// @param name      of the guard, for messages and metrics
/// @param detectors in the order in which they look
/// @param action    what it does with what it finds
/// @param hits      counts what it does
public record PatternEvaluator(String name, List<Detector> detectors, Action action, GuardCounter hits)
        implements GuardEvaluator {
    /// What is done with what is found.
    public enum Action {
        /// It is replaced by the name of its kind.
        MASK,
        /// It is refused.
        BLOCK,
        /// Whoever may answer it is in the house.
        CONFINE
    }

    /// Thrown at the first find of a guard that confines: no more has to be known.
    public static final class Confined extends RuntimeException {
        private static final long serialVersionUID = 1;

        Confined(String guard) {
            super(guard, null, false, false);
        }
    }

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

    /// One that looks for built-in entities first, and then for patterns.
    ///
    /// @param action what it does with what it finds
    public static PatternEvaluator of(
            String name, Set<Guard.Entity> entities, List<Pattern> patterns, Action action, GuardCounter hits) {
        Stream<Detector> builtIn = entities.stream().sorted().flatMap(Entities::detectors);
        List<Detector> all =
                Stream.concat(builtIn, Entities.detectors(patterns).stream()).toList();
        return new PatternEvaluator(name, all, action, hits);
    }

    @Override
    public List<GuardText> pass(List<GuardText> texts, Guard.Moment moment, EvaluationTimeout limit) {
        List<GuardText> passed = new ArrayList<>(texts.size());
        for (GuardText text : texts) {
            passed.add(masked(text, find(text.text(), 0, moment, limit), moment));
        }
        BoundaryScanner.of(passed, (joined, into) -> into.addAll(find(joined, 0, moment, limit)))
                .forEach((index, found) -> passed.set(index, masked(passed.get(index), found, moment)));
        return passed;
    }

    private GuardText masked(GuardText text, List<EntityMatch> found, Guard.Moment moment) {
        if (found.isEmpty()) {
            return text;
        }
        if (action != Action.MASK) {
            throw refuse(found.getFirst(), moment);
        }
        hits.masked(name);
        return text.with(EntityMatch.masked(text.text(), found));
    }

    /// What it finds, in the text as it is written and as it reads, in order and apart.
    ///
    /// @param from where to begin; what stands before only gives the context
    public List<EntityMatch> find(CharSequence text, int from, Guard.Moment moment, EvaluationTimeout limit) {
        List<EntityMatch> found = new ArrayList<>(0);
        try {
            look(text, from, limit, found);
            EncodedText.runs(
                    text.toString(), from, (begin, end, decoded) -> decoded(decoded, begin, end, limit, found));
            for (int at = from; at < text.length(); at += AT_ONCE) {
                if (limit.left() <= 0) {
                    throw new EvaluationTimeout.Over();
                }
                if (at > from && (at - from) % PAUSES == 0) {
                    limit.pause();
                }
                int to = Math.min(text.length(), at + AT_ONCE + OVERLAP);
                if (!NormalText.isPlain(text, at, to)) {
                    asItReads(text, at, to, limit, found);
                }
            }
        } catch (EvaluationTimeout.Over _) {
            hits.failed(name);
            throw GuardMessages.failed(name, moment, "it takes too long; a shorter text may help, or another pattern");
        } catch (StackOverflowError _) {
            // That is how the JDK's engine ends when a group repeats too often.
            hits.failed(name);
            throw GuardMessages.failed(name, moment, "one of its patterns is too deep for a text of this length");
        }
        if (found.size() > MOST) {
            hits.failed(name);
            throw GuardMessages.failed(name, moment, "a text of it has too much in it that is to be masked");
        }
        return EntityMatch.merged(found);
    }

    private void decoded(String decoded, int begin, int end, EvaluationTimeout limit, List<EntityMatch> found) {
        List<EntityMatch> read = new ArrayList<>(0);
        look(decoded, 0, limit, read);
        if (!NormalText.isPlain(decoded, 0, Math.min(decoded.length(), AT_ONCE))) {
            add(NormalText.of(decoded, 0, Math.min(decoded.length(), AT_ONCE)), 0, limit, read);
        }
        if (!read.isEmpty()) {
            found.add(new EntityMatch(begin, end, read.getFirst().kind()));
        }
    }

    private void asItReads(CharSequence text, int from, int to, EvaluationTimeout limit, List<EntityMatch> found) {
        NormalText normal = NormalText.of(text, Math.max(0, from - CONTEXT), to);
        add(normal, normal.first(from), limit, found);
        NormalText hidden = NormalText.hidden(text, from, to);
        if (hidden.length() > 0) {
            add(hidden, 0, limit, found);
        }
    }

    private void add(NormalText normal, int from, EvaluationTimeout limit, List<EntityMatch> found) {
        List<EntityMatch> read = new ArrayList<>(0);
        look(normal, from, limit, read);
        for (EntityMatch one : read) {
            found.add(normal.origin(one));
        }
    }

    private void look(CharSequence text, int from, EvaluationTimeout limit, List<EntityMatch> found) {
        int traits = CharacterPrefilter.of(text, from);
        CharSequence watched = limit.watched(text);
        for (Detector detector : detectors) {
            if (detector.mayFind(traits) && found.size() <= MOST) {
                detector.find(watched, from, action == Action.MASK ? MOST : 1, found);
            }
        }
    }

    /// What to throw for something that it does not mask.
    public RuntimeException refuse(EntityMatch found, Guard.Moment moment) {
        if (action == Action.CONFINE) {
            hits.confined(name);
            return new Confined(name);
        }
        hits.blocked(name);
        return GuardMessages.blocked(name, found.kind(), moment);
    }
}
