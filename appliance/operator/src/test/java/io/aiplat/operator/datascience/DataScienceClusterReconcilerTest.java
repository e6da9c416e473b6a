package io.aiplat.operator.datascience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem;
import io.aiplat.operator.desired.BundleSwitches;
import io.aiplat.operator.realization.MadeUpRealizers;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.reconciler.MadeUpCluster;
import io.aiplat.operator.reconciler.Translation;
import io.aiplat.operator.status.Conditions;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataScienceClusterReconcilerTest {
    /// The second stage of a private AI: what Open Data Hub's own resource says there.
    private static final String STAGE_2 = """
            apiVersion: datasciencecluster.opendatahub.io/v1
            kind: DataScienceCluster
            metadata: {name: default-dsc}
            spec:
              components:
                dashboard: {managementState: Managed}
                kserve:
                  managementState: Managed
                  serving: {managementState: Removed, name: knative-serving}
                modelregistry: {managementState: Managed, registriesNamespace: odh-model-registries}
                ray: {managementState: Managed}
                trustyai: {managementState: Removed}
            """;

    private final DataScienceClusterReconciler reconciler =
            new DataScienceClusterReconciler(MadeUpRealizers.noCluster(), InstantSource.system());

    private Translation.Wanted wanted(String yaml) {
        return assertInstanceOf(
                Translation.Wanted.class,
                reconciler.translate(Serialization.unmarshal(yaml, DataScienceCluster.class), new MadeUpCluster()));
    }

    private BundleSwitches switches(String yaml) {
        return assertInstanceOf(BundleSwitches.class, wanted(yaml).states().getFirst());
    }

    @Test
    void componentsArePartsOfAiplatOrBundles() {
        BundleSwitches switches = switches(STAGE_2);
        assertEquals(Set.of("kuberay"), switches.on());
        assertEquals(Set.of(), switches.off());
        assertNull(wanted(STAGE_2).lacking());
        assertEquals("", wanted(STAGE_2).note());
    }

    @Test
    void whatIsNotNamedIsRemovedAndWhatIsUnmanagedIsLeftAlone() {
        String yaml = STAGE_2.replace("    ray: {managementState: Managed}\n", "");
        assertEquals(Set.of("kuberay"), switches(yaml).off());
        BundleSwitches alone =
                switches(STAGE_2.replace("ray: {managementState: Managed}", "ray: {managementState: Unmanaged}"));
        assertEquals(Set.of(), alone.on());
        assertEquals(Set.of(), alone.off());
    }

    @Test
    void whatNothingStandsForIsNamedAndTheRestIsThere() {
        String yaml =
                STAGE_2.replace("trustyai: {managementState: Removed}", "workbenches: {managementState: Managed}");
        BundleSwitches switches = switches(yaml);
        assertEquals(Set.of("kuberay"), switches.on());
        Problem lacking = wanted(yaml).lacking();
        assertNotNull(lacking);
        assertTrue(lacking.what().endsWith("workbenches"), lacking.what());

        DataScienceCluster resource = Serialization.unmarshal(yaml, DataScienceCluster.class);
        Realization found = Realization.ready("All is there.").lacking(lacking);
        DataScienceClusterStatus status =
                reconciler.status(resource, found, Conditions.of(found, 1, null, Instant.EPOCH));
        assertEquals("Not Ready", status.phase());
        assertEquals(
                Map.of("dashboard", true, "kserve", true, "modelregistry", true, "ray", true, "workbenches", false),
                status.installedComponents());
    }

    @Test
    void aPartOfAiplatThatIsRemovedIsSaidToStay() {
        String note = wanted(STAGE_2.replace(
                        "dashboard: {managementState: Managed}", "dashboard: {managementState: Removed}"))
                .note();
        assertEquals("Parts of aiplat itself are always there: dashboard.", note);
    }
}
