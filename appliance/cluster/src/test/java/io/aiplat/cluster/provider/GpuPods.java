package io.aiplat.cluster.provider;

import io.aiplat.cluster.TestBundles;
import io.aiplat.testkit.Eventually;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Pods that look at what they have of a GPU, as unprivileged as Pod Security "restricted" asks for.
final class GpuPods {
    private static final String NAMESPACE = "restricted";

    /// One line for each thing; what is not there is a line of the shell's.
    private static final String LOOK = """
            id -u
            echo "open files: $(ulimit -n)"
            for d in /dev/nvidiactl /dev/nvidia0 /dev/nvidia1; do
              if [ ! -e $d ]; then echo "$d none"; elif ( : < $d ) 2>/tmp/why; then echo "$d opens"
              else echo "$d $(sed 's/.*: //' /tmp/why)"; fi
            done
            for f in /usr/local/nvidia/lib64/*; do [ -e "$f" ] && echo "${f##*/}: $(cat "$f")"; done
            smi=/usr/local/nvidia/bin/nvidia-smi
            if [ -x $smi ]; then $smi; else echo no nvidia-smi; fi
            touch /usr/local/nvidia/lib64/x 2>/dev/null && echo WRITABLE
            true
            """;

    private final KubernetesClient client;

    GpuPods(KubernetesClient client) {
        this.client = client;
    }

    /// A namespace that lets no pod in that is not "restricted".
    void namespace() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    /// A class for a handler, of the same name; k3s brings only that of `nvidia`.
    void runtimeClass(String handler) {
        client.resource(new RuntimeClassBuilder()
                        .withNewMetadata()
                        .withName(handler)
                        .endMetadata()
                        .withHandler(handler)
                        .build())
                .serverSideApply();
    }

    /// What a pod of that class sees.
    ///
    /// @param runtimeClass null for none
    String seenBy(String name, @Nullable String runtimeClass) throws InterruptedException {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withRuntimeClassName(runtimeClass)
                .withRestartPolicy("Never")
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(65534L)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("look")
                .withImage(TestBundles.BUSYBOX.toString())
                .withImagePullPolicy("Never")
                .withCommand("sh", "-c", LOOK)
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build();
        // The account of a namespace comes a moment after it.
        Eventually.seen("a pod is admitted", Duration.ofSeconds(30), () -> admitted(pod), admitted -> admitted);
        var there = client.pods().inNamespace(NAMESPACE).withName(name);
        String phase = Eventually.seen(
                "pod " + name + " ends",
                Duration.ofSeconds(60),
                () -> there.get().getStatus().getPhase(),
                now -> "Succeeded".equals(now) || "Failed".equals(now));
        String log = there.getLog();
        there.withGracePeriod(0).delete();
        return phase + "\n" + log;
    }

    private boolean admitted(Pod pod) {
        try {
            client.resource(pod).create();
            return true;
        } catch (KubernetesClientException e) {
            if (String.valueOf(e.getMessage()).contains("serviceaccount")) {
                return false;
            }
            throw e;
        }
    }
}
