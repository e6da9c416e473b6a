package io.aiplat.operator.workload;

import io.aiplat.operator.desired.WantedSecret;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.TreeMap;

/// Resources of other operators by which secrets of a workload are brought. Pure.
final class BroughtSecrets {
    private BroughtSecrets() {}

    /// @param meta    of the workload's objects
    /// @param version of the kind's group that the cluster serves
    static HasMetadata of(WantedSecret secret, ObjectMeta meta, String version) {
        Map<String, Object> specification = new TreeMap<>(secret.source());
        switch (secret.provider()) {
            case EXTERNAL -> {
                specification.put("target", Map.of("name", secret.name()));
                specification.put("data", secret.entries());
            }
            case VAULT ->
                specification.put("destination", new TreeMap<>(Map.of("name", secret.name(), "create", true)));
        }
        ObjectMeta named = new ObjectMetaBuilder(meta).withName(secret.name()).build();
        GenericKubernetesResource resource = new GenericKubernetesResourceBuilder()
                .withApiVersion(secret.provider().group() + "/" + version)
                .withKind(secret.provider().kind())
                .withMetadata(named)
                .addToAdditionalProperties("spec", specification)
                .build();
        return resource;
    }
}
