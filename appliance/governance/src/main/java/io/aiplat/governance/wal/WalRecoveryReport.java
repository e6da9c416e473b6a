package io.aiplat.governance.wal;

/// Report of a recovery: what was found when the write-ahead log was opened.
///
/// @param settledInFull reservations that nobody had ended when the last process did; each was charged in
///     full
/// @param torn          whether the last process died while it wrote an entry, which therefore did not count
/// @param missing       whether the journal's files were gone: what was spent in the last quarter of a second
///     before they went is not known
public record WalRecoveryReport(int settledInFull, boolean torn, boolean missing) {}
