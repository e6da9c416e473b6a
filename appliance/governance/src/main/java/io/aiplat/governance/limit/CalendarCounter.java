package io.aiplat.governance.limit;

import io.aiplat.model.spend.Window;
/// What was counted since the start of the current hour, day, week or month. Not safe for threads.

final class CalendarCounter implements WindowCounter {
    private final Window.Calendar window;
    private long start = Long.MAX_VALUE;
    private long end = Long.MIN_VALUE;
    private long latest = Long.MIN_VALUE;
    private long total;

    CalendarCounter(Window.Calendar window) {
        this.window = window;
    }

    @Override
    public boolean covers(long now) {
        return start == Long.MAX_VALUE || (now >= start && (now < end || latest < end));
    }

    @Override
    public long total(long now) {
        advance(now);
        return total;
    }

    @Override
    public void add(long now, long dated, long by) {
        advance(now);
        latest = Math.max(latest, dated);
        total = Saturating.sum(total, by);
    }

    @Override
    public void correct(long at, long by) {
        if (at >= start) {
            total = Saturating.sum(total, by);
        }
    }

    @Override
    public void fill(long now, long dated, long by) {
        add(now, dated, by);
    }

    @Override
    public long millisUntil(long now, long atMost) {
        return total(now) <= atMost ? 0 : end - now;
    }

    private void advance(long now) {
        if (now >= end) {
            start = window.start(now);
            end = window.end(now);
            total = 0;
        }
    }
}
