package io.aiplat.cluster.manifest;

import io.aiplat.model.Digests;
import io.aiplat.model.Secret;
import io.aiplat.model.plan.Patch;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A PostgreSQL database of several gateways: an entry in their file, and a secret beside it. The address is a
/// variable, because a pod whose secret is not there says so at once then; with a file it would wait in silence.
final class SharedDatabase {
    private static final String VARIABLE = "DATABASE_URL";
    private static final String VOLUME = "database";
    private static final String FOLDER = "/etc/aiplat-database";
    private static final String AUTHORITY = "ca.crt";
    private static final String FILE = "gateway.yaml";

    /// A pod reads its address when it starts; a template that changed is a pod that starts.
    private static final String MARK = "aiplat.io/database";

    private static final String ENTRY = """

            # Keys, budgets and spend, shared by all gateways.
            database:
              url: ${env:%s}
            """.formatted(VARIABLE);

    private SharedDatabase() {}

    /// Names the database in the file, and tells its address to all who read that.
    ///
    /// @return how many objects were changed; 0 where file or readers are missing
    static int set(Patch.ShareDatabase share, List<HasMetadata> objects) {
        List<ConfigMap> configs = objects.stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .filter(config -> config.getMetadata().getName().equals(share.config())
                        && config.getData().containsKey(FILE))
                .toList();
        List<HasMetadata> readers = objects.stream()
                .filter(object ->
                        Patches.pods(object).filter(pod -> reads(pod, share)).isPresent())
                .toList();
        if (configs.isEmpty() || readers.isEmpty()) {
            return 0;
        }
        configs.forEach(config -> config.getData().merge(FILE, ENTRY, String::concat));
        readers.forEach(reader -> tell(reader, share));
        Secret url = share.url();
        if (url != null) {
            String namespace = configs.getFirst().getMetadata().getNamespace();
            objects.addFirst(secret(share, namespace, url));
        }
        return configs.size() + readers.size();
    }

    private static boolean reads(PodSpec pod, Patch.ShareDatabase share) {
        return pod.getVolumes().stream().anyMatch(volume -> isOf(volume, share));
    }

    private static boolean isOf(Volume volume, Patch.ShareDatabase share) {
        return volume.getConfigMap() != null
                && share.config().equals(volume.getConfigMap().getName());
    }

    private static void tell(HasMetadata reader, Patch.ShareDatabase share) {
        PodSpec pod = Patches.pods(reader).orElseThrow();
        List<String> volumes = pod.getVolumes().stream()
                .filter(volume -> isOf(volume, share))
                .map(Volume::getName)
                .toList();
        Patches.containers(pod)
                .filter(container -> container.getVolumeMounts().stream()
                        .map(VolumeMount::getName)
                        .anyMatch(volumes::contains))
                .forEach(container -> tell(container, share));
        pod.setVolumes(new PodSpecBuilder(pod)
                .addNewVolume()
                .withName(VOLUME)
                // Without it the variable is what the pod waits for, and that is told.
                .withNewSecret()
                .withSecretName(share.secret())
                .withOptional(true)
                .endSecret()
                .endVolume()
                .build()
                .getVolumes());
        if (share.url() != null && reader instanceof Deployment deployment) {
            mark(deployment.getSpec().getTemplate().getMetadata(), share.url());
        }
    }

    private static void tell(Container container, Patch.ShareDatabase share) {
        Container told = new ContainerBuilder(container)
                .addNewEnv()
                .withName(VARIABLE)
                .withNewValueFrom()
                .withNewSecretKeyRef(share.entry(), share.secret(), false)
                .endValueFrom()
                .endEnv()
                .addNewVolumeMount()
                .withName(VOLUME)
                .withMountPath(FOLDER)
                .withReadOnly(true)
                .endVolumeMount()
                .build();
        container.setEnv(told.getEnv());
        container.setVolumeMounts(told.getVolumeMounts());
    }

    private static void mark(ObjectMeta template, Secret url) {
        Map<String, String> marks = new HashMap<>(Objects.requireNonNullElse(template.getAnnotations(), Map.of()));
        marks.put(
                MARK,
                Digests.sha256(url.value().getBytes(StandardCharsets.UTF_8)).substring(0, 8));
        template.setAnnotations(marks);
    }

    private static HasMetadata secret(Patch.ShareDatabase share, String namespace, Secret url) {
        Map<String, String> data = new HashMap<>();
        data.put(share.entry(), encoded(url.value().getBytes(StandardCharsets.UTF_8)));
        if (share.authority() != null) {
            data.put(AUTHORITY, encoded(read(share.authority())));
        }
        return new SecretBuilder()
                .withNewMetadata()
                .withName(share.secret())
                .withNamespace(namespace)
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate authority was readable when settings were read", e);
        }
    }
}
