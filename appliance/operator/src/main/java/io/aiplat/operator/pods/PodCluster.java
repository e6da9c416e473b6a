package io.aiplat.operator.pods;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.Owner;
import io.aiplat.model.ApplianceException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Cluster of the pod that this process runs in, with the rights of the pod's service account
/// (https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/).
public final class PodCluster implements AutoCloseable {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final String FIELD_MANAGER = "aiplat-operator";

    private final KubernetesApi api;
    private final String namespace;
    private final @Nullable Deployment own;

    private PodCluster(KubernetesApi api, String namespace, @Nullable Deployment own) {
        this.api = api;
        this.namespace = namespace;
        this.own = own;
    }

    /// The cluster of this pod.
    ///
    /// @param deployment that made the pod; what is made here goes with it, and carries its home's
    ///     label. Null for a pod that makes nothing
    /// @throws ApplianceException OPERATOR_NO_POD if this is none; `CLUSTER_API_REFUSED` and the like
    public static PodCluster here(@Nullable String deployment) {
        try {
            String namespace = Files.readString(ACCOUNT.resolve("namespace")).strip();
            return of(new ConfigBuilder().withAutoConfigure().build(), namespace, deployment);
        } catch (IOException e) {
            throw new ApplianceException(PodProblems.noPod(ACCOUNT), e);
        }
    }

    static PodCluster of(Config config, String namespace, @Nullable String deployment) {
        KubernetesApi asking = new KubernetesApi(config, "", Instant.EPOCH, KubernetesApi.Expected.ANY);
        if (deployment == null) {
            return new PodCluster(asking, namespace, null);
        }
        try (asking) {
            Deployment own = asking.call(
                    "read deployment " + deployment,
                    () -> asking.client()
                            .apps()
                            .deployments()
                            .inNamespace(namespace)
                            .withName(deployment)
                            .require());
            // Applied by hand there is no home; then it is told from others by itself.
            String owner = Optional.ofNullable(own.getMetadata().getLabels())
                    .map(labels -> labels.get(Owner.LABEL))
                    .orElse(own.getMetadata().getUid());
            return new PodCluster(
                    new KubernetesApi(config, owner, Instant.EPOCH, KubernetesApi.Expected.ANY), namespace, own);
        }
    }

    /// Its API.
    public KubernetesApi api() {
        return api;
    }

    /// The pod's.
    public String namespace() {
        return namespace;
    }

    /// Entries of a Secret of this namespace; empty where there is none.
    Optional<Map<String, byte[]>> secret(String name) {
        return api.call(
                "read secret " + name,
                () -> Optional.ofNullable(api.client()
                                .secrets()
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        .map(PodCluster::entries));
    }

    static Map<String, byte[]> entries(Secret secret) {
        Map<String, byte[]> entries = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach(
                            (key, value) -> entries.put(key, Base64.getDecoder().decode(value)));
        }
        return entries;
    }

    /// Makes a Secret, or has one have these entries besides those it has.
    synchronized void put(String name, Map<String, byte[]> entries) {
        Map<String, byte[]> all = new HashMap<>(secret(name).orElse(Map.of()));
        all.putAll(entries);
        Map<String, String> data = new HashMap<>();
        all.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value)));
        HasMetadata secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(Owner.labels(api.owner(), "aiplat"))
                .withOwnerReferences(reference())
                .endMetadata()
                .withType("Opaque")
                .withData(data)
                .build();
        api.call(
                "apply secret " + name,
                () -> api.client()
                        .resource(secret)
                        .fieldManager(FIELD_MANAGER)
                        .forceConflicts()
                        .serverSideApply());
    }

    /// What is made here goes with the deployment.
    private OwnerReference[] reference() {
        return own == null
                ? new OwnerReference[0]
                : new OwnerReference[] {
                    new OwnerReferenceBuilder()
                            .withApiVersion("apps/v1")
                            .withKind("Deployment")
                            .withName(own.getMetadata().getName())
                            .withUid(own.getMetadata().getUid())
                            .build()
                };
    }

    /// Keys of a gateway, which are made once and opened by every gateway of this namespace.
    ///
    /// @param name of the Secret
    /// @param made tokens by the names of the keys, for where there are none
    public void keys(String name, Map<String, io.aiplat.model.Secret> made) {
        Map<String, byte[]> entries = new HashMap<>();
        made.forEach((key, token) -> entries.put(key, token.value().getBytes(StandardCharsets.UTF_8)));
        Map<String, byte[]> there = secret(name).orElse(Map.of());
        entries.keySet().removeAll(there.keySet());
        if (!entries.isEmpty()) {
            put(name, entries);
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
