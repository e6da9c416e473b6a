package io.aiplat.cluster.kubernetes;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static Workload workload(int current, int available, boolean seen) {
        return new Workload("Deployment/ollama", Optional.empty(), Map.of(), 1, current, available, seen);
    }

    @Test
    void isAvailableWhenItsNewPodServes() {
        assertTrue(workload(1, 1, true).available());
        assertFalse(workload(1, 0, true).available());
        assertFalse(workload(0, 1, true).available(), "the pod that serves is of an older template");
        assertFalse(workload(1, 1, false).available(), "its controller has not looked yet");
    }

    @Test
    void isNotBlamedForThePodsOfAnOlderTemplate() {
        assertTrue(workload(1, 0, true).renewed());
        assertFalse(workload(0, 0, true).renewed());
        assertFalse(workload(1, 0, false).renewed());
    }
}
