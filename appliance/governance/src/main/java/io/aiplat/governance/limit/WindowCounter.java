package io.aiplat.governance.limit;

/// What was counted within a window that moves with time. All times are epoch milliseconds.
public sealed interface WindowCounter permits SlidingCounter, CalendarCounter {
    /// Whether it can tell what counts at a time from what it has counted itself. If not, it has to be made anew
    /// from what is written: the time went back, or what was dated later than it was counted comes into a later
    /// window.
    boolean covers(long now);

    /// What counts now.
    long total(long now);

    /// Adds something that happens now.
    ///
    /// @param dated the time that is written of it, not before now
    void add(long now, long dated, long by);

    /// Changes what was added at a time; nothing happens if that time is out of the window by now.
    void correct(long at, long by);

    /// Adds to one that is made anew. What is dated later than now has happened by now.
    void fill(long now, long dated, long by);

    /// How long until the total is at most so much, if nothing is added; 0 if it is already.
    long millisUntil(long now, long atMost);
}
