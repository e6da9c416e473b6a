package io.aiplat.gateway.guard;

/// How long one look may take. Patterns are people's, and some of them would take longer than anybody lives.
///
/// @param end as [System#nanoTime] counts
record TimeLimit(long end) {
    /// Thrown out of the middle of a search.
    static final class Over extends RuntimeException {
        Over() {
            super("the time for looking is over", null, false, false);
        }
    }

    static TimeLimit in(long nanos) {
        return new TimeLimit(System.nanoTime() + nanos);
    }

    /// Nanoseconds that are left; none if zero or less.
    long left() {
        return end - System.nanoTime();
    }

    /// A text that refuses to be read any further once the time is over.
    CharSequence watched(CharSequence text) {
        return new Watched(text, this);
    }

    /// The regular expression engine of the JDK cannot be interrupted, but it reads its text character by
    /// character.
    private static final class Watched implements CharSequence {
        private static final int BETWEEN = 1024;

        private final CharSequence text;
        private final TimeLimit limit;
        private int reads;

        Watched(CharSequence text, TimeLimit limit) {
            this.text = text;
            this.limit = limit;
        }

        @Override
        public char charAt(int index) {
            if (++reads == BETWEEN) {
                reads = 0;
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
