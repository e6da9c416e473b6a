package io.aiplat.quality.trace;

import org.jspecify.annotations.Nullable;

/// Summary of the scores of one name.
///
/// @param name  such as `helpful`
/// @param count how many there are
/// @param mean  of their numbers; null where they are words alone
/// @param least of their numbers; null where they are words alone
/// @param most  of their numbers; null where they are words alone
public record ScoreSummary(
        String name,
        int count,
        @Nullable Double mean,
        @Nullable Double least,
        @Nullable Double most) {}
