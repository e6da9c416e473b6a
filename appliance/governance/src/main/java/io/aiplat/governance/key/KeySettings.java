package io.aiplat.governance.key;

import io.aiplat.governance.limit.Limits;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be changed of a key.
///
/// @param expires when it stops opening anything; null for never
/// @param tags    that each of its requests carries: at most 16, sorted, without spaces and commas
/// @param cache   whether its requests may be answered from the response cache
/// @param shadow  whether its limits only report
public record KeySettings(Limits limits, @Nullable Instant expires, List<String> tags, boolean cache, boolean shadow) {
    /// No limits, no end, nothing special.
    public static final KeySettings PLAIN = new KeySettings(Limits.NONE, null, List.of(), false, false);

    public KeySettings {
        tags = Tags.checked(tags);
    }

    /// Whether a key with these may do nothing that one with those may not.
    public boolean isWithin(KeySettings those) {
        Instant end = those.expires;
        return limits.isWithin(those.limits)
                && (end == null || (expires != null && !expires.isAfter(end)))
                && (!shadow || those.shadow);
    }

    /// The same with other limits.
    public KeySettings with(Limits changed) {
        return new KeySettings(changed, expires, tags, cache, shadow);
    }

    /// The same with another end.
    public KeySettings until(@Nullable Instant end) {
        return new KeySettings(limits, end, tags, cache, shadow);
    }
}
