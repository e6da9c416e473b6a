package io.aiplat.operator.realization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.operator.desired.RayServer;
import io.aiplat.operator.realization.Realization.Stage;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// What a RayService's status says, and what that means.
class RayRealizerTest {
    private static final RayServer SERVER = new RayServer(
            "gemma",
            "gemma",
            "google/gemma-3-4b-it",
            8192,
            new RayServer.Split(1, 1),
            1,
            2,
            new RayServer.Worker("image", new ResourceRequirements(), "1Gi", "1Gi", null),
            new OwnerReference(),
            URI.create("http://gemma-serve-svc.inference.svc.cluster.local:8000/v1"));

    private static Realization standing(String status) {
        JsonNode object = Serialization.unmarshal("metadata: {generation: 2}\nstatus: " + status, JsonNode.class);
        return RayRealizer.standing("RayService inference/gemma", SERVER, object);
    }

    private static void is(Stage stage, String said, Realization realization) {
        assertEquals(stage, realization.stage());
        assertTrue(realization.message().contains(said), realization::message);
        assertEquals("RayService", realization.workload().kind());
    }

    @Test
    void itIsReadyWhenKubeRayHasSeenItAndSaysSo() {
        String ready =
                "{observedGeneration: %d, numServeEndpoints: 2, conditions: [{type: Ready, status: \"%s\", message: m}]}";
        is(Stage.READY, "at 2 pods", standing(ready.formatted(2, "True")));
        is(Stage.PROGRESSING, "KubeRay brings up RayService inference/gemma: m", standing(ready.formatted(2, "False")));
        is(Stage.PROGRESSING, "KubeRay brings up", standing(ready.formatted(1, "True")));
    }

    @Test
    void withoutKubeRaysOperatorItIsSaidWhatIsMissing() {
        is(Stage.PROGRESSING, "its operator has to run", standing("{}"));
    }

    @Test
    void whatRayCannotBringUpIsSaidInItsWords() {
        is(Stage.DEGRADED, "401 Client Error", standing("""
                {observedGeneration: 2, pendingServiceStatus: {applicationStatuses:
                  {llm: {status: DEPLOY_FAILED, message: 401 Client Error}}}}"""));
    }
}
