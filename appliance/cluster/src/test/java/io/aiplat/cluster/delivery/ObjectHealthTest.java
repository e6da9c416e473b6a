package io.aiplat.cluster.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.config.kustomize.Kustomize;
import io.aiplat.model.Readiness;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectHealthTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{kind: Job, status: {conditions: [{type: Complete, status: 'True'}]}} | ready",
                "{kind: Job, status: {active: 1}} | X has not ended yet.",
                "{kind: Job, spec: {suspend: true}} | ready",
                "{kind: Job, status: {conditions: [{type: Failed, status: 'True', message: too often}]}} | never: too often",
                "{kind: Pod, status: {phase: Failed}} | never: Its pod has failed.",
                "{kind: Pod, status: {phase: Succeeded}} | ready",
                "{kind: Pod, status: {conditions: [{type: Ready, status: 'True'}]}} | ready",
                "{kind: Namespace, status: {phase: Active}} | ready",
                "{kind: Namespace, status: {phase: Terminating}} | X is Terminating yet.",
                "{kind: Namespace} | X is not there yet.",
                "{kind: CustomResourceDefinition, status: {conditions: [{type: Established, status: 'True'}]}} | ready",
                "{kind: CustomResourceDefinition} | X does not say yet whether it is Established.",
                "{kind: PersistentVolumeClaim, status: {phase: Pending}} | ready",
                "{kind: ConfigMap} | ready",
                "{kind: Thing} | ready",
                "{kind: Thing, status: {conditions: [{type: Ready, status: 'False', message: no room}]}} | X: no room",
                "{kind: Thing, status: {conditions: [{type: Ready, status: 'False'}]}} | "
                        + "X: The cluster says Ready is False, and no reason.",
                "{kind: Thing, metadata: {generation: 2}, status: {observedGeneration: 1, conditions: [{type: Ready, "
                        + "status: 'True'}]}} | What X says is of its earlier form.",
                "{kind: Thing, status: {conditions: [{type: Stalled, status: 'True', message: bad}]}} | never: bad",
            })
    void whatAnObjectSaysOfItself(String object, String health) {
        assertEquals(health, words(ObjectHealth.of(object(object), "X", false)));
    }

    /// Right after it was applied nobody has looked at it yet, and that is not ready.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{kind: Model} | X does not say yet whether it is Ready.",
                "{kind: Model, status: {conditions: [{type: Ready, status: 'True'}]}} | ready",
            })
    void whatOurOperatorReadsHasToBeReadFirst(String object, String health) {
        assertEquals(health, words(ObjectHealth.of(object(object), "X", true)));
    }

    private static GenericKubernetesResource object(String yaml) {
        String named = yaml.contains("metadata: {")
                ? yaml.replace("metadata: {", "metadata: {name: x, ")
                : yaml.replaceFirst("\\{", "{metadata: {name: x}, ");
        String whole = named.replaceFirst("\\{", "{apiVersion: example.org/v1, ");
        return new KubernetesSerialization()
                .convertValue(Kustomize.read("test", whole).getFirst().content(), GenericKubernetesResource.class);
    }

    private static String words(Readiness readiness) {
        return switch (readiness) {
            case Readiness.Ready _ -> "ready";
            case Readiness.NotYet(var reason) -> reason;
            case Readiness.Never(var problem) -> "never: " + problem.why();
        };
    }
}
