package io.aiplat.governance;

/// What was counted in the current hour, day, week or month. Not safe for threads.
final class CalendarSum implements Sum {
    private final Window.Calendar window;
    private long start = Long.MIN_VALUE;
    private long end = Long.MIN_VALUE;
    private long total;

    CalendarSum(Window.Calendar window) {
        this.window = window;
    }

    @Override
    public long total(long now) {
        advance(now);
        return total;
    }

    @Override
    public void change(long at, long by) {
        advance(at);
        if (at >= start) {
            total = Saturating.sum(total, by);
        }
    }

    @Override
    public long millisUntil(long now, long atMost) {
        return total(now) <= atMost ? 0 : end - now;
    }

    // A clock that went back does not bring an old window back.
    private void advance(long now) {
        if (now >= end) {
            start = window.start(now);
            end = window.end(now);
            total = 0;
        }
    }
}
