package io.aiplat.provisioning.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.plan.Observed;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What is said of a cluster's engine that does not answer.
class ClusterCauseTest {
    private static ClusterProvider provider(InvocationHandler observe) {
        return (ClusterProvider) Proxy.newProxyInstance(
                ClusterProvider.class.getClassLoader(), new Class<?>[] {ClusterProvider.class}, observe);
    }

    private static Optional<String> words(InvocationHandler observe) {
        return new ClusterCause(() -> provider(observe), "aiplat").words();
    }

    @Test
    void aStoppedClusterIsTheCause() {
        assertEquals(
                Optional.of("Its cluster is stopped; start it: aiplat up"),
                words((_, _, _) -> new Observed.Cluster.Stopped()));
        assertEquals(
                Optional.of("Its cluster is gone; make it anew: aiplat up"),
                words((_, _, _) -> new Observed.Cluster.Absent()));
    }

    @Test
    void whatTheClusterRefusesIsTheCause() {
        assertEquals(
                Optional.of("Kubernetes does not let a pod of Deployment/ollama be made: exceeded quota: team"),
                words((_, _, _) -> {
                    throw new ApplianceException(
                            ClusterProblems.podNotAdmitted("a pod of Deployment/ollama", "exceeded quota: team"));
                }));
    }

    @Test
    void manyThatFailAtOnceLookOnce() {
        AtomicInteger looks = new AtomicInteger();
        ClusterCause cause = new ClusterCause(
                () -> {
                    looks.incrementAndGet();
                    return provider((_, _, _) -> new Observed.Cluster.Stopped());
                },
                "aiplat");
        for (int i = 0; i < 100; i++) {
            cause.words();
        }
        assertEquals(1, looks.get());
    }

    @Test
    void aClusterThatHangsHoldsNobodyUp() {
        CountDownLatch never = new CountDownLatch(1);
        assertEquals(Optional.empty(), words((_, _, _) -> {
            never.await();
            return new Observed.Cluster.Absent();
        }));
        never.countDown();
    }
}
