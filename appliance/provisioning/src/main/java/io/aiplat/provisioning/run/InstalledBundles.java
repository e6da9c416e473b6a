package io.aiplat.provisioning.run;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.provisioning.plan.Planner;
import io.aiplat.store.InstalledBundlesFile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Keeps note of the bundles that a run installs and removes; a run that is interrupted leaves a note of both.
///
/// @param plan that is carried out
record InstalledBundles(InstalledBundlesFile file, PlanResult.Plan plan) {
    /// What may be there from now on.
    void begin() {
        Set<String> all = new LinkedHashSet<>(file.read());
        all.addAll(wanted());
        file.write(List.copyOf(all));
    }

    /// What is there after a run that went well. Without a cluster nothing was removed from the one of before.
    void end() {
        if (plan.cluster() != ClusterKind.NONE) {
            file.write(wanted());
        }
    }

    /// The bundle of the model engine comes and goes with that.
    private List<String> wanted() {
        return plan.steps().stream()
                .filter(BundleStep.ApplyBundle.class::isInstance)
                .map(step -> ((BundleStep.ApplyBundle) step).bundle())
                .filter(name -> plan.engine() != EngineKind.OLLAMA || !name.equals(Planner.ENGINE_BUNDLE))
                .toList();
    }
}
