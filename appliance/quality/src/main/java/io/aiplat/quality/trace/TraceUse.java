package io.aiplat.quality.trace;

/// Use of a store of traces.
///
/// @param bytes        on the disk
/// @param traces       that are kept
/// @param observations in them
/// @param tooOld       traces that went for their age, since this process began
/// @param tooMuch      traces that went for their size, since this process began
/// @param tooLong      observations that were dropped because their trace has the most it may
public record TraceUse(long bytes, long traces, long observations, long tooOld, long tooMuch, long tooLong) {}
