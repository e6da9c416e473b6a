package io.aiplat.gateway.guard;

import io.aiplat.gateway.guard.evaluation.EntityMatch;
import io.aiplat.gateway.guard.evaluation.EvaluationTimeout;
import io.aiplat.gateway.guard.evaluation.GuardChain;
import io.aiplat.gateway.guard.evaluation.GuardEvaluator;
import io.aiplat.gateway.guard.evaluation.GuardMessages;
import io.aiplat.gateway.guard.evaluation.NormalText;
import io.aiplat.gateway.guard.evaluation.PatternEvaluator;
import io.aiplat.gateway.guard.evaluation.PresidioClient;
import io.aiplat.routing.Guard;
import java.util.ArrayList;
import java.util.List;

/// Holdback buffer of one streamed text: nothing that guards would find can be half gone already.
/// One text of a stream, that comes in pieces. So much of it is held back that nothing which the guards would
/// find can be half gone already.
final class HoldbackBuffer {
    /// Characters that are held back, as they read. What is longer may be found only in part.
    static final int WINDOW = 128;

    /// Characters that are held back of a text that is written with more of them than it has.
    private static final int MOST_WRITTEN = 8 * 1024;

    /// Characters that are kept of what has gone, because some patterns look at what stands before.
    private static final int CONTEXT = 64;

    /// Characters of a text that is held back as a whole.
    private static final int LONGEST = 4 << 20;

    private final GuardChain watch;
    private final boolean whole;
    private final boolean arguments;
    private final StringBuilder text = new StringBuilder();
    private int gone;

    /// @param arguments whether the text is JSON for a tool
    HoldbackBuffer(GuardChain watch, boolean arguments) {
        this.watch = watch;
        this.arguments = arguments;
        this.whole = arguments || !watch.takesPieces();
    }

    void add(String piece) {
        text.append(piece);
        if (whole && text.length() > LONGEST) {
            throw GuardMessages.failed(
                    watch.watchers().getFirst().name(), Guard.Moment.AFTER, "it is too long to be held back");
        }
    }

    /// What it takes of memory, in bytes: twice the text while that grows, and what a service is asked.
    long bytes() {
        return (long) text.length() * (whole ? 4 + PresidioClient.OF_CHARACTER : 4);
    }

    /// Whether anything is held back.
    boolean holds() {
        return gone < text.length();
    }

    /// What may go on now.
    ///
    /// @param last whether nothing follows
    String take(boolean last) {
        if (!whole) {
            return window(last);
        }
        if (!last || !holds()) {
            return "";
        }
        String held = text.toString();
        gone = 0;
        text.setLength(0);
        return arguments ? TextDocument.arguments(watch, held) : watch.pass(held);
    }

    private String window(boolean last) {
        int until = last ? text.length() : Math.max(gone, heldFrom());
        if (until > gone && until < text.length() && Character.isHighSurrogate(text.charAt(until - 1))) {
            until--;
        }
        if (until <= gone) {
            return "";
        }
        StringBuilder passed = new StringBuilder();
        int at = gone;
        for (EntityMatch found : found(until)) {
            passed.append(text, at, found.begin()).append(found.mask());
            at = found.end();
        }
        int end = Math.max(at, until);
        passed.append(text, at, end);
        gone = end;
        forget();
        return passed.toString();
    }

    /// Where the characters begin that are held back: so many as it reads, and not as it is written.
    private int heldFrom() {
        int from = text.length() - WINDOW;
        if (from <= gone || NormalText.isPlain(text, from, text.length())) {
            return from;
        }
        int most = text.length() - MOST_WRITTEN;
        NormalText normal = NormalText.of(text, Math.max(gone, most), text.length());
        return normal.length() <= WINDOW ? most : Math.max(most, normal.origin(normal.length() - WINDOW));
    }

    /// What is to be masked and begins before a place, in order and apart.
    private List<EntityMatch> found(int until) {
        EvaluationTimeout limit = watch.limit(text.length());
        List<EntityMatch> masks = new ArrayList<>(0);
        for (GuardEvaluator watcher : watch.watchers()) {
            if (watcher instanceof PatternEvaluator patterns) {
                List<EntityMatch> own = new ArrayList<>(0);
                for (EntityMatch found : patterns.find(text, gone, Guard.Moment.AFTER, limit)) {
                    // What a guard before this one masks, this one does not see.
                    if (found.begin() < until && masks.stream().noneMatch(mask -> covers(mask, found))) {
                        own.add(found);
                    }
                }
                note(patterns, own);
                masks.addAll(own);
            }
        }
        return EntityMatch.merged(masks);
    }

    private static void note(PatternEvaluator patterns, List<EntityMatch> found) {
        if (found.isEmpty()) {
            return;
        }
        if (patterns.action() != PatternEvaluator.Action.MASK) {
            throw patterns.refuse(found.getFirst(), Guard.Moment.AFTER);
        }
        patterns.hits().masked(patterns.name());
    }

    private static boolean covers(EntityMatch mask, EntityMatch found) {
        return mask.begin() <= found.begin() && found.end() <= mask.end();
    }

    private void forget() {
        int cut = gone - CONTEXT;
        if (cut > CONTEXT) {
            text.delete(0, cut);
            gone -= cut;
        }
    }
}
