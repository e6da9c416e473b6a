package io.aiplat.cluster.manifest;

import io.aiplat.model.Digests;
import io.aiplat.model.plan.Patch;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Certificate authorities of a company, as a file in a container.
final class Authorities {
    private static final String NAME = "authorities";
    private static final String FILE = "ca.crt";
    private static final String FOLDER = "/etc/aiplat/authorities/";

    /// Where programs written in Go look for more authorities, beside the one file that their system keeps. Setting
    /// this replaces the list, so what it has without us is repeated.
    private static final String VARIABLE = "SSL_CERT_DIR";

    private static final String USUAL_FOLDERS = "/etc/ssl/certs:/etc/pki/tls/certs:";

    private Authorities() {}

    /// Adds the file before the workload that needs it, and mounts it.
    ///
    /// @return how many containers were changed
    static int trust(Patch.TrustAuthorities patch, List<HasMetadata> objects) {
        byte[] authorities = read(patch.file());
        List<HasMetadata> workloads = objects.stream()
                .filter(object -> Patches.named(object, patch.workload()))
                .toList();
        int changed = 0;
        for (HasMetadata workload : workloads) {
            PodSpec pod = Patches.pods(workload).orElseThrow();
            List<Container> containers = Patches.containers(pod)
                    .filter(container -> container.getName().equals(patch.container()))
                    .toList();
            if (!containers.isEmpty()) {
                objects.add(objects.indexOf(workload), configMap(workload, authorities));
                pod.setVolumes(volumes(pod));
                // Programs read it once, so another content has to start the pod anew: it gets another path.
                containers.forEach(container ->
                        mount(container, FOLDER + Digests.sha256(authorities).substring(0, 8)));
                changed += containers.size();
            }
        }
        return changed;
    }

    private static HasMetadata configMap(HasMetadata workload, byte[] authorities) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(workload.getMetadata().getNamespace())
                .endMetadata()
                .addToData(FILE, new String(authorities, StandardCharsets.UTF_8))
                .build();
    }

    private static List<Volume> volumes(PodSpec pod) {
        return new PodSpecBuilder(pod)
                .addNewVolume()
                .withName(NAME)
                .withNewConfigMap()
                .withName(NAME)
                .endConfigMap()
                .endVolume()
                .build()
                .getVolumes();
    }

    private static void mount(Container container, String folder) {
        Container mounted = new ContainerBuilder(container)
                .addNewVolumeMount()
                .withName(NAME)
                .withMountPath(folder)
                .withReadOnly(true)
                .endVolumeMount()
                .addNewEnv()
                .withName(VARIABLE)
                .withValue(USUAL_FOLDERS + folder)
                .endEnv()
                .build();
        container.setVolumeMounts(mounted.getVolumeMounts());
        container.setEnv(mounted.getEnv());
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate authority was readable when settings were read", e);
        }
    }
}
