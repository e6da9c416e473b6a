package io.aiplat.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.operator.llmkube.LlmKubeModel;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    /// One that is not there yet is waited for as well.
    @Test
    void knowWhichOfTheOperatorsKindsWereReadWhetherTheyAreThereOrNot() {
        References references = new References(new MadeUpCluster());
        references.resource(LlmKubeModel.class, "default", "phi");
        references.resource(RuntimeClass.class, "", "nvidia");
        references.secret("default", "key");
        assertEquals(Set.of(References.name("models.inference.llmkube.dev", "default", "phi")), references.named());
    }
}
