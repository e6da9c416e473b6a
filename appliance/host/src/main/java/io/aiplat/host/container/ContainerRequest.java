package io.aiplat.host.container;

import io.aiplat.model.plan.GpuHandover;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A container that is wanted. Everything is fixed at creation; to change it the container is made anew.
///
/// @param name        of the container, also its hostname
/// @param image       as the engine knows it
/// @param command     arguments for the image's entry point
/// @param environment variables, in order
/// @param privileged  whether it gets all capabilities and devices, and the engine's own user namespace
/// @param cgroupns    `host`, or empty for the engine's choice
/// @param mounts      host path or volume name to path inside, read-write
/// @param files path inside to the file or folder of the engine's machine that is bound there, read-only; one that is
///     not there is an error, and is never made
/// @param tmpfs       paths inside that live in memory
/// @param ports       port on 127.0.0.1 to TCP port inside
/// @param extraHosts  `name:address` lines
/// @param gpus        how it gets GPUs
/// @param network     it is connected to
public record ContainerRequest(
        String name,
        String image,
        List<String> command,
        Map<String, String> environment,
        Map<String, String> labels,
        boolean privileged,
        String cgroupns,
        Map<String, String> mounts,
        Map<String, String> files,
        List<String> tmpfs,
        Map<Integer, Integer> ports,
        List<String> extraHosts,
        GpuHandover gpus,
        String network) {
    public ContainerRequest {
        command = List.copyOf(command);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        mounts = Collections.unmodifiableMap(new LinkedHashMap<>(mounts));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        tmpfs = List.copyOf(tmpfs);
        ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
        extraHosts = List.copyOf(extraHosts);
    }

    /// The same with more labels.
    public ContainerRequest withLabels(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.putAll(more);
        return new ContainerRequest(
                name,
                image,
                command,
                environment,
                all,
                privileged,
                cgroupns,
                mounts,
                files,
                tmpfs,
                ports,
                extraHosts,
                gpus,
                network);
    }

    /// What will be sent to the engine, as indented JSON with its keys in order.
    public String toJson() {
        return CreateCommand.json(this);
    }
}
