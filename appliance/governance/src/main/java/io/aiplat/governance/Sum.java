package io.aiplat.governance;

/// What was counted within a window that moves with time. All times are epoch milliseconds.
sealed interface Sum permits SlidingSum, CalendarSum {
    /// What counts now.
    long total(long now);

    /// Adds to what was counted at a time; nothing happens if that time is out of the window by now.
    void change(long at, long by);

    /// How long until the total is at most so much, if nothing is added; 0 if it is already.
    long millisUntil(long now, long atMost);
}
