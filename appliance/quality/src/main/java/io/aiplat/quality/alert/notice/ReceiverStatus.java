package io.aiplat.quality.alert.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Receiver and how it took its messages.
///
/// @param target  without secrets
/// @param sent    messages that it took since the start
/// @param failed  attempts that failed since the start
/// @param last    when it took one last; null for never
/// @param trouble why it does not take them, as a sentence; null where it does
public record ReceiverStatus(
        String name,
        String target,
        long sent,
        long failed,
        @Nullable Instant last,
        @Nullable String trouble) {}
