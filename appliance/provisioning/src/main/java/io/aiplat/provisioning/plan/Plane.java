package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.Step;
import java.util.List;

/// Plane: one part of the platform, which knows by itself what it takes to have it. The [Planner] decides where things
/// run, asks each plane, and puts what they contribute in the order of its phases. Pure.
interface Plane {
    /// Images of the catalog whose whereabouts this plane's answers depend on, by their names in the catalog. Asked
    /// before the machine is looked at, so that nothing else is looked up.
    List<ImageReference> images(Settings settings, Catalog catalog);

    /// What stands in the way of having this plane.
    ///
    /// @param where the kind of cluster that is considered; `none` for the machine itself, never `auto`
    List<Problem> refusals(Inputs in, ClusterKind where);

    /// Steps in their order, each with the phase it belongs to.
    ///
    /// @param choice what was decided, without problems
    List<Contribution> steps(Inputs in, PlacementDecision choice);

    /// One step of a plan.
    record Contribution(Phase phase, Step step) {}
}
