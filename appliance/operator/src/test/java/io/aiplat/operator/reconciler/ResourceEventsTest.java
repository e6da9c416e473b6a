package io.aiplat.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.operator.ollama.OllamaModel;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceEventsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final OllamaModel MODEL = Serialization.unmarshal("""
            apiVersion: ollama.io/v1alpha1
            kind: Model
            metadata: {name: llama2, namespace: default, uid: 7f1c0f6e-0000-4000-8000-000000000000}
            """, OllamaModel.class);

    private static Realization pulling(int percent) {
        return Realization.progressing("Pulling", "Pulling llama2: " + percent + " %.", Duration.ofSeconds(2));
    }

    private static List<Condition> standing(Realization realization) {
        return Conditions.of(realization, 1, null, NOW);
    }

    @Test
    void aChangeIsToldAndFiguresAreNot() {
        Event first = ResourceEvents.of(MODEL, pulling(1), null, NOW).orElseThrow();
        assertEquals("Normal Pulling", first.getType() + " " + first.getReason());
        assertEquals("2026-01-02T03:04:05Z", first.getLastTimestamp());
        assertEquals(
                "Model/llama2",
                first.getInvolvedObject().getKind() + "/"
                        + first.getInvolvedObject().getName());

        assertEquals(Optional.empty(), ResourceEvents.of(MODEL, pulling(50), standing(pulling(1)), NOW));

        Realization ready = Realization.ready("It is here.");
        assertEquals(
                "Ready",
                ResourceEvents.of(MODEL, ready, standing(pulling(99)), NOW)
                        .orElseThrow()
                        .getReason());
        assertEquals(Optional.empty(), ResourceEvents.of(MODEL, ready, standing(ready), NOW));
    }

    @Test
    void whatIsWrongIsAWarningThatTheApiTakes() {
        Realization wrong =
                Realization.degraded(ResourceProblems.sourceOutOfReach("llama2", "s3://" + "x".repeat(2000)));
        Event event = ResourceEvents.of(MODEL, wrong, null, NOW).orElseThrow();

        assertEquals("Warning", event.getType());
        assertTrue(event.getMessage().length() <= 1024 && event.getMessage().endsWith("…"), event.getMessage());
    }
}
