package io.aiplat.cluster.provider;

import io.aiplat.cluster.gpu.GpuChange;
import io.aiplat.cluster.gpu.GpuGrant;
import io.aiplat.cluster.gpu.GpuProblems;
import io.aiplat.cluster.gpu.GpuWay;
import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.cluster.gpu.NvidiaHandler;
import io.aiplat.cluster.gpu.RuntimeHandlers;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.node.NativeNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.model.plan.StepResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// GPUs of a node that is a process of the machine.
final class NativeGpus {
    private final NativeNode node;

    NativeGpus(NativeNode node) {
        this.node = node;
    }

    /// Files that its containerd reads when it starts, below the node's data, with which they go.
    ///
    /// @throws ApplianceException `CLUSTER_GPU_FILES_NOT_THERE`, where a library that was planned is gone
    Map<String, byte[]> files(GpuHandover gpus) {
        GpuDriver driver = gpus.driver();
        if (driver != null) {
            GpuProblems.requireLibraries(driver);
        }
        Optional<GpuGrant> grant = GpuWay.of(gpus).grant();
        return grant.isEmpty() && spec().isPresent()
                ? NvidiaHandler.noFiles()
                : NvidiaHandler.files(grant, node.systemdCgroup());
    }

    /// How what the node has of GPUs differs from what it is to have, in a few words; empty where it does not.
    Optional<String> change(GpuHandover wanted) {
        return GpuChange.between(spec(), GpuWay.of(wanted).grant());
    }

    /// The result of a step, with the reason.
    static StepResult because(StepResult result, Optional<String> why) {
        return result instanceof StepResult.Done(var summary) && why.isPresent()
                ? new StepResult.Done(summary + ": " + why.get())
                : result;
    }

    /// What the node has.
    ///
    /// @param kube of the cluster; empty where it does not answer
    NodeGpus look(Optional<KubernetesApi> kube) {
        Optional<String> spec = spec();
        boolean handler = kube.flatMap(api -> RuntimeHandlers.have(api, NvidiaHandler.NAME))
                .orElse(spec.isPresent());
        return NodeGpus.of(spec, handler, file -> Files.exists(Path.of(file)));
    }

    private Optional<String> spec() {
        return node.read(NvidiaHandler.specPath()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
