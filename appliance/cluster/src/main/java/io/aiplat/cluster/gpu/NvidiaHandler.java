package io.aiplat.cluster.gpu;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Runtime handlers of containerd for pods with GPUs: runc, that begins with another base spec
/// (https://github.com/containerd/containerd/blob/main/docs/cri/config.md). k3s reads drop-ins from a folder of its
/// own (https://docs.k3s.io/advanced#configuring-containerd) and has a RuntimeClass `nvidia` for whoever brings the
/// handler.
public final class NvidiaHandler {
    /// Name of the handler and of its RuntimeClass: all devices and libraries that were handed on.
    public static final String NAME = "nvidia";

    /// Name of the handler for pods whose cards a device plugin counts and adds: libraries, and the devices that all
    /// cards share.
    public static final String COUNTED = "nvidia-counted";

    private static final String FOLDER = "/var/lib/rancher/k3s/agent/etc/containerd/";
    static final String DROP_IN = FOLDER + "config-v3.toml.d/50-aiplat-nvidia.toml";
    static final String SPEC = FOLDER + "aiplat-nvidia.json";
    static final String COUNTED_SPEC = FOLDER + "aiplat-nvidia-counted.json";

    private NvidiaHandler() {}

    /// Files that have to be in a node before its containerd starts: absolute path to content.
    ///
    /// @param grant         what the handler gives; empty for no handler, and then there are no files
    /// @param systemdCgroup whether systemd makes the groups of pods, as k3s decides it for its own runc
    public static Map<String, byte[]> files(Optional<GpuGrant> grant, boolean systemdCgroup) {
        Map<String, byte[]> files = new TreeMap<>();
        grant.ifPresent(granted -> {
            files.put(DROP_IN, bytes(dropIn(systemdCgroup)));
            files.put(SPEC, bytes(NvidiaRuntimeSpec.of(granted)));
            files.put(COUNTED_SPEC, bytes(NvidiaRuntimeSpec.of(granted.withoutCards())));
        });
        return files;
    }

    /// What takes the handlers away from a node that had them in an earlier life, and keeps its folders.
    public static Map<String, byte[]> noFiles() {
        byte[] dropIn = bytes("# Written by aiplat: no GPUs are handed on to this node.\nversion = 3\n");
        return Map.of(DROP_IN, dropIn, SPEC, bytes("{}"), COUNTED_SPEC, bytes("{}"));
    }

    /// Path of the handler's base spec: where it is, the node was once given GPUs.
    public static String specPath() {
        return SPEC;
    }

    /// The drop-in. It names runc itself, because k3s makes a handler of this name as well where it finds NVIDIA's own
    /// runtime, and containerd merges both.
    static String dropIn(boolean systemdCgroup) {
        return "# Written by aiplat when it makes a node.\nversion = 3\n"
                + handler(NAME, SPEC, systemdCgroup)
                + handler(COUNTED, COUNTED_SPEC, systemdCgroup);
    }

    private static String handler(String name, String spec, boolean systemdCgroup) {
        return """

                [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.'%1$s']
                  runtime_type = "io.containerd.runc.v2"
                  base_runtime_spec = "%2$s"
                [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.'%1$s'.options]
                  BinaryName = "runc"
                  SystemdCgroup = %3$s
                """.formatted(name, spec, systemdCgroup);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
