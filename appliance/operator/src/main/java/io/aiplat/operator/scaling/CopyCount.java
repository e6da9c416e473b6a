package io.aiplat.operator.scaling;

/// Count of copies that is asked for: more of them at once, fewer only after a while in which fewer would have done.
/// Then it is the most that was asked for in that while. For one thread.
final class CopyCount {
    private int count;
    private int most;
    private long since;

    /// @param count at the start
    /// @param now   in nanoseconds
    CopyCount(int count, long now) {
        become(count, now);
    }

    /// How many there are to be.
    int count() {
        return count;
    }

    /// Is another count, whatever was asked for.
    void become(int other, long now) {
        count = other;
        most = 0;
        since = now;
    }

    /// Takes in what is asked for now.
    ///
    /// @param idle nanoseconds in which fewer have to do before there are fewer
    void ask(int copies, long idle, long now) {
        if (copies >= count) {
            become(copies, now);
            return;
        }
        most = Math.max(most, copies);
        if (now - since >= idle) {
            become(most, now);
        }
    }
}
