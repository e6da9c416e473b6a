package io.aiplat.cluster.manifest;

import io.aiplat.model.plan.Patch;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Configuration file of NVIDIA's device plugin, version 1
/// (https://github.com/NVIDIA/k8s-device-plugin#configuration-option-details).
final class DevicePluginConfig {
    private static final String FILE = "config.yaml";

    /// The plugin reads its file when it starts; a template that changed is a pod that starts.
    private static final String MARK = "aiplat.io/gpu-sharing";

    private DevicePluginConfig() {}

    /// Writes it into the ConfigMap and marks the pods that read it.
    ///
    /// @return how many objects were changed; 0 where one of both is missing
    static int set(Patch.ShareGpus share, List<HasMetadata> objects) {
        List<ConfigMap> configs = objects.stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .filter(config -> config.getMetadata().getName().equals(share.config()))
                .toList();
        List<DaemonSet> plugins = objects.stream()
                .filter(DaemonSet.class::isInstance)
                .map(DaemonSet.class::cast)
                .filter(plugin -> Patches.named(plugin, share.workload()))
                .toList();
        if (configs.isEmpty() || plugins.isEmpty()) {
            return 0;
        }
        configs.forEach(config -> config.setData(Map.of(FILE, text(share))));
        plugins.forEach(plugin -> {
            var template = plugin.getSpec().getTemplate().getMetadata();
            Map<String, String> marks = new HashMap<>(Objects.requireNonNullElse(template.getAnnotations(), Map.of()));
            marks.put(MARK, share.replicas() + "-" + share.mig().word());
            template.setAnnotations(marks);
        });
        return configs.size() + plugins.size();
    }

    private static String text(Patch.ShareGpus share) {
        String counting = """
                version: v1
                flags:
                  migStrategy: %s
                """.formatted(share.mig().word());
        // Parts of one GPU are no more than one; a pod that asked for two would believe in twice the speed.
        return share.replicas() == 1 ? counting : counting + """
                sharing:
                  timeSlicing:
                    failRequestsGreaterThanOne: true
                    resources:
                      - name: nvidia.com/gpu
                        replicas: %d
                """.formatted(share.replicas());
    }
}
