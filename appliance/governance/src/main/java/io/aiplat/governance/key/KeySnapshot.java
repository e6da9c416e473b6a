package io.aiplat.governance.key;

import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.limit.ModelUse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Immutable snapshot of an API key as it is now.
/// It does not change; the next request may see another.
///
/// @param prefix  the beginning of the token that was presented, for logs
/// @param user    whose it is, if it is a person's
/// @param team    which team it belongs to, if it does
/// @param expires when it stops opening anything
/// @param limits  those of key, user and team, in this order; all must agree
/// @param tags    that each of its requests carries
/// @param cache   whether its requests may be answered from the response cache
/// @param shadow  whether its limits only report
public record KeySnapshot(
        LimitOwner holder,
        String prefix,
        Role role,
        @Nullable LimitOwner user,
        @Nullable LimitOwner team,
        @Nullable Instant expires,
        List<Limits> limits,
        List<String> tags,
        boolean cache,
        boolean shadow)
        implements Authentication {
    public KeySnapshot {
        limits = List.copyOf(limits);
        tags = List.copyOf(tags);
    }

    /// Its name.
    public String name() {
        return holder.name();
    }

    /// Whether it is kept to some models.
    public boolean isSelective() {
        for (Limits each : limits) {
            if (!each.models().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// Whether key, user and team all allow a model.
    public boolean mayUse(ModelUse model) {
        for (Limits each : limits) {
            if (!each.allows(model)) {
                return false;
            }
        }
        return true;
    }
}
