package io.aiplat.provisioning.gpu.rung;

import io.aiplat.model.ClusterKind;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import io.aiplat.provisioning.gpu.ServingPlace;

/// A rung of this machine. Where models compute in somebody else's cluster, what this machine has says nothing about
/// them.
///
/// @param rung looked at elsewhere
record OnThisMachine(Rung rung) implements Rung {
    @Override
    public String name() {
        return rung.name();
    }

    @Override
    public String about() {
        return rung.about();
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        ServingPlace place = evidence.place();
        return place != null && place.cluster() == ClusterKind.EXISTING
                ? new RungResult.Skipped("models compute in somebody else's cluster, not on this machine")
                : rung.look(evidence);
    }
}
