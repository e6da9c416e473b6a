package io.aiplat.quality.series;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is kept of metrics, and what was dropped since this process began.
///
/// @param bytes      of the files
/// @param series     that are taken now
/// @param oldest     of which there are samples; null where there are none
/// @param tooOld     samples that went for their age
/// @param tooMuch    samples that went to make room
/// @param tooMany    samples of series beyond the bound
/// @param late       samples that came after a newer one of their series, as when a clock goes back
/// @param lost       samples that could not be written and were in memory for too long
/// @param unreadable files that are damaged, or of another version
public record SeriesUse(
        long bytes,
        int series,
        @Nullable Instant oldest,
        long tooOld,
        long tooMuch,
        long tooMany,
        long late,
        long lost,
        int unreadable) {}
