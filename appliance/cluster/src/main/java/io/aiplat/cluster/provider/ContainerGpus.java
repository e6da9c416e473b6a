package io.aiplat.cluster.provider;

import io.aiplat.cluster.gpu.GpuChange;
import io.aiplat.cluster.gpu.GpuProblems;
import io.aiplat.cluster.gpu.GpuWay;
import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.cluster.gpu.NvidiaHandler;
import io.aiplat.cluster.gpu.RuntimeHandlers;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.host.container.ContainerRequest;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.plan.GpuHandover;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// GPUs of a node that is a container: what is put into it before it starts, and read out of it later.
final class ContainerGpus {
    /// How an engine says that a file to be bound is not there
    /// (https://github.com/moby/moby/blob/master/daemon/volume/mounts/validate.go).
    private static final String NOT_THERE = "bind source path does not exist";

    private final ContainerEngine engine;
    private final String name;

    ContainerGpus(ContainerEngine engine, String name) {
        this.engine = engine;
        this.name = name;
    }

    /// Files the node needs before it starts. In a container k3s is no unit of systemd.
    ///
    /// @throws ApplianceException `CLUSTER_GPU_FILES_NOT_THERE`, where a library that was planned is gone
    static Map<String, byte[]> files(GpuHandover gpus) {
        GpuDriver driver = gpus.driver();
        if (driver != null) {
            GpuProblems.requireLibraries(driver);
        }
        return NvidiaHandler.files(GpuWay.of(gpus).grant(), false);
    }

    /// Whether the node still has those files as they were put into it.
    boolean intact(GpuHandover gpus) {
        return files(gpus).entrySet().stream()
                .allMatch(file -> engine.containers()
                        .read(name, file.getKey())
                        .filter(there -> Arrays.equals(there, file.getValue()))
                        .isPresent());
    }

    /// How what the node has of GPUs differs from what it is to have, in a few words; empty where it does not.
    String change(GpuHandover wanted) {
        return GpuChange.between(spec(), GpuWay.of(wanted).grant())
                .or(() -> intact(wanted)
                        ? Optional.empty()
                        : Optional.of("the files by which it hands on GPUs are not as they should be"))
                .map(why -> ": " + why)
                .orElse("");
    }

    /// Creates the container, with its files put into it. The volume it gets may have the handler of an earlier
    /// container of it.
    ///
    /// @throws ApplianceException `CLUSTER_GPU_FILES_NOT_THERE`
    void create(ContainerRequest request, Map<String, byte[]> files) {
        try {
            engine.containers().create(request);
        } catch (ApplianceException e) {
            Problem said = e.problem();
            if (!request.files().isEmpty() && said.why().contains(NOT_THERE)) {
                throw new ApplianceException(GpuProblems.filesNotThere(said.why() + "."), e);
            }
            throw e;
        }
        if (!files.isEmpty()) {
            engine.containers().put(name, files);
        }
        if (GpuWay.of(request.gpus()).grant().isEmpty() && spec().isPresent()) {
            engine.containers().put(name, NvidiaHandler.noFiles());
        }
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
        return engine.containers()
                .read(name, NvidiaHandler.specPath())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
