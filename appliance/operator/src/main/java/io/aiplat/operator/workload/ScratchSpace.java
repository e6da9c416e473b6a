package io.aiplat.operator.workload;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Scratch space: volumes that a pod with a read-only root file system writes to, which go with it; and those of
/// claims, which it reads.
final class ScratchSpace {
    private static final String TMP = "/tmp";
    /// What processes share, which Docker and Kubernetes keep at 64 MiB.
    private static final String SHARED_MEMORY = "/dev/shm";

    private ScratchSpace() {}

    /// @param sizes  most that each path takes
    /// @param claims by path
    static List<Volume> volumes(Map<String, Quantity> sizes, Map<String, String> claims) {
        List<Volume> all = new ArrayList<>();
        all.add(new VolumeBuilder()
                .withName(name(TMP))
                .withNewEmptyDir()
                .endEmptyDir()
                .build());
        // In order, because another order would be another pod.
        new TreeMap<>(sizes)
                .forEach((path, size) -> all.add(new VolumeBuilder()
                        .withName(name(path))
                        .withNewEmptyDir()
                        .withMedium(path.equals(SHARED_MEMORY) ? "Memory" : null)
                        .withSizeLimit(size)
                        .endEmptyDir()
                        .build()));
        new TreeMap<>(claims)
                .forEach((path, claim) -> all.add(new VolumeBuilder()
                        .withName(name(path))
                        .withNewPersistentVolumeClaim(claim, true)
                        .build()));
        return all;
    }

    static List<VolumeMount> mounts(Map<String, Quantity> sizes, Map<String, String> claims) {
        List<VolumeMount> all = new ArrayList<>();
        all.add(mount(TMP));
        new TreeMap<>(sizes).keySet().forEach(path -> all.add(mount(path)));
        new TreeMap<>(claims).keySet().forEach(path -> {
            VolumeMount read = mount(path);
            read.setReadOnly(true);
            all.add(read);
        });
        return all;
    }

    private static VolumeMount mount(String path) {
        VolumeMount mount = new VolumeMount();
        mount.setName(name(path));
        mount.setMountPath(path);
        return mount;
    }

    private static String name(String path) {
        return path.substring(1).replace('/', '-');
    }
}
