package io.aiplat.operator.desired;

import io.aiplat.model.spend.Budget;
import java.util.List;

/// Tenant: a team with a namespace of its own in the cluster, and limits and a key of its own at the gateway.
///
/// @param team              its name; the namespace is `team-` and this
/// @param models            that it may ask for, or beginnings of names with a `*` at the end; empty for all
/// @param budget            that it may spend
/// @param requestsPerMinute at least 1
/// @param tokensPerMinute   at least 1
/// @param cpu               that all its pods may request, as a quantity of Kubernetes
/// @param memory            that all its pods may request, as a quantity of Kubernetes
/// @param gpus              that all its pods may request, 0 or more
public record Tenant(
        String team,
        List<String> models,
        Budget budget,
        long requestsPerMinute,
        long tokensPerMinute,
        String cpu,
        String memory,
        int gpus)
        implements DesiredState {
    public Tenant {
        models = List.copyOf(models);
    }

    /// Its namespace.
    public String namespace() {
        return "team-" + team;
    }

    /// The secret there that has its key.
    public String secret() {
        return team + "-api-key";
    }
}
