package io.aiplat.telemetry.request;

/// Token usage as metrics, spans and the log report it.
/// Tokens of a request.
///
/// @param input      tokens read, those from a cache included
/// @param output     tokens made, those of reasoning included
/// @param cacheRead  of `input`, how many came from the upstream's cache
/// @param cacheWrite of `input`, how many the upstream's cache has learnt
/// @param reasoning  of `output`, how many were reasoning
/// @param estimated  whether the figures are ours, because the upstream gave none
public record ReportedUsage(
        long input, long output, long cacheRead, long cacheWrite, long reasoning, boolean estimated) {
    /// Nothing read, nothing made.
    public static final ReportedUsage NONE = new ReportedUsage(0, 0, 0, 0, 0, false);

    public ReportedUsage {
        if (input < 0 || output < 0 || cacheRead < 0 || cacheWrite < 0 || reasoning < 0) {
            throw new IllegalArgumentException("tokens cannot be negative");
        }
    }

    /// Usage without anything special.
    public static ReportedUsage of(long input, long output) {
        return new ReportedUsage(input, output, 0, 0, 0, false);
    }
}
