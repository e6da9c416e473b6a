package io.aiplat.gateway.guard.evaluation;

import io.aiplat.wire.YieldBeforeBlock;

/// Timeout of one evaluation, for one thread: some people's patterns would take longer than anybody lives.
public final class EvaluationTimeout {
    private long end;

    private EvaluationTimeout(long end) {
        this.end = end;
    }

    /// Thrown out of the middle of a search.
    static final class Over extends RuntimeException {
        Over() {
            super("the time for looking is over", null, false, false);
        }
    }

    static EvaluationTimeout in(long nanos) {
        return new EvaluationTimeout(System.nanoTime() + nanos);
    }

    /// When it is over, as [System#nanoTime] counts.
    long end() {
        return end;
    }

    /// Nanoseconds that are left; none if zero or less.
    long left() {
        return end - System.nanoTime();
    }

    /// Lets others use the core for a moment, which does not count.
    public void pause() {
        long begin = System.nanoTime();
        YieldBeforeBlock.pause();
        end += System.nanoTime() - begin;
    }

    /// A text that refuses to be read any further once the time is over.
    CharSequence watched(CharSequence text) {
        return new Watched(text, this);
    }

    /// The regular expression engine of the JDK cannot be interrupted, but it reads its text character by
    /// character.
    private static final class Watched implements CharSequence {
        private static final int BETWEEN = 1024;
        /// So many times as many characters are read before others go first, a power of two.
        private static final int WITHOUT_PAUSE = 256;

        private final CharSequence text;
        private final EvaluationTimeout limit;
        private int reads;
        private int stretches;

        Watched(CharSequence text, EvaluationTimeout limit) {
            this.text = text;
            this.limit = limit;
        }

        @Override
        public char charAt(int index) {
            if (++reads == BETWEEN) {
                reads = 0;
                if ((++stretches & (WITHOUT_PAUSE - 1)) == 0) {
                    limit.pause();
                }
                if (limit.left() <= 0) {
                    throw new Over();
                }
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int begin, int end) {
            return text.subSequence(begin, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
