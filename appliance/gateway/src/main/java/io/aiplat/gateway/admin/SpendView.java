package io.aiplat.gateway.admin;

import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.use.MeteredWorkload;
import io.aiplat.governance.use.WorkloadKind;
import io.aiplat.governance.use.WorkloadUse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// View of what was spent: by whom or on what it is summed, and whose pods count there.
///
/// In no view does a GPU count twice: that of a model's server is borne by those who ask it, for as long as they do,
/// and is the model's in the view of models, where the time that nobody asked shows. Docs: decisions/cost.md.
enum SpendView {
    KEY(SpendBy.KEY),
    USER(SpendBy.USER),
    TEAM(SpendBy.TEAM),
    MODEL(SpendBy.MODEL),
    TAG(SpendBy.TAG),
    /// Teams, with the pods in their namespaces.
    TENANT(SpendBy.TEAM),
    /// Pods of agents. What they ask for is their key's.
    AGENT(null);

    private final @Nullable SpendBy requests;

    SpendView(@Nullable SpendBy requests) {
        this.requests = requests;
    }

    /// As the API writes it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What requests are summed by; null where they do not count.
    @Nullable
    SpendBy requests() {
        return requests;
    }

    /// Under which name a workload counts; null where it does not.
    @Nullable
    String nameOf(MeteredWorkload workload) {
        return switch (this) {
            case KEY, USER, TEAM, TAG -> null;
            case MODEL -> workload.kind() == WorkloadKind.MODEL ? workload.name() : null;
            case AGENT -> workload.kind() == WorkloadKind.AGENT ? workload.name() : null;
            case TENANT -> workload.tenant();
        };
    }

    /// What of a workload's use counts.
    WorkloadUse counted(MeteredWorkload workload, WorkloadUse use) {
        return this == TENANT && workload.kind() == WorkloadKind.MODEL
                ? new WorkloadUse(use.cpuMillis(), use.memoryByteSeconds(), 0)
                : use;
    }

    /// All that is paid for in a row.
    WorkloadUse paid(SpendRow row, WorkloadUse pods) {
        long gpu = this == MODEL ? Math.max(row.gpu(), pods.gpuMillis()) : row.gpu() + pods.gpuMillis();
        return new WorkloadUse(pods.cpuMillis(), pods.memoryByteSeconds(), gpu);
    }
}
