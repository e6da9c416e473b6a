package io.aiplat.operator.realization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.model.ApplianceException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Objects of the cluster that resources have become: made as they should be by server-side apply, and anew when
/// somebody changes them. Nothing is sent for what is as it should be.
public final class ClusterObjects implements AutoCloseable {
    static final String FIELD_MANAGER = "aiplat-operator";
    private static final int UNPROCESSABLE = 422;

    private final Supplier<KubernetesApi> cluster;
    private final @Nullable String namespace;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private volatile BiConsumer<ResourceKey, HasMetadata> listener = (_, _) -> {};
    private @Nullable KubernetesApi watched;
    private @Nullable ObjectWatch watch;

    /// In a cluster; nothing is asked of it yet.
    ///
    /// @param cluster its API now, which is another when its node was replaced
    public ClusterObjects(Supplier<KubernetesApi> cluster) {
        this(cluster, null);
    }

    /// In one namespace of a cluster; nothing is asked of it yet.
    ///
    /// @param namespace null for all
    public ClusterObjects(Supplier<KubernetesApi> cluster, @Nullable String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /// What an object was made from, and its version then.
    private record Sent(String text, String version) {}

    /// Takes what to call, from any thread, when an object of a resource is not what it was: with what it is now, or
    /// was when it went.
    void onChange(BiConsumer<ResourceKey, HasMetadata> heard) {
        listener = heard;
    }

    /// The cluster's API now.
    KubernetesApi api() {
        return cluster.get();
    }

    /// What is there now. Begins to watch where nobody does yet.
    synchronized ObjectWatch watch() {
        KubernetesApi now = cluster.get();
        if (watch == null || !now.equals(watched)) {
            close();
            watch = now.call(
                    "watch what resources have become", () -> new ObjectWatch(now.client(), namespace, this::heard));
            watched = now;
        }
        return watch;
    }

    private void heard(HasMetadata object) {
        ObjectMarks.read(object).ifPresent(key -> listener.accept(key, object));
    }

    /// Makes a resource's objects as they should be, and removes those that it no longer wants.
    ///
    /// @param wanted all of them, in the order in which they are made
    /// @return whether anything was sent
    /// @throws ApplianceException `OPERATOR_OBJECT_OF_ANOTHER`, `CLUSTER_API_REFUSED` and the like
    boolean apply(ResourceKey key, List<HasMetadata> wanted) {
        ObjectWatch now = watch();
        KubernetesApi api = cluster.get();
        Set<String> names = new HashSet<>();
        boolean changed = false;
        for (HasMetadata object : wanted) {
            names.add(name(object));
            changed |= apply(api, now.find(object), object, key);
        }
        for (HasMetadata object : now.all()) {
            if (ObjectMarks.are(object, key) && !names.contains(name(object))) {
                delete(api, object);
                changed = true;
            }
        }
        return changed;
    }

    private boolean apply(KubernetesApi api, Optional<HasMetadata> there, HasMetadata object, ResourceKey key) {
        String name = name(object);
        ObjectMarks.put(object, key, api.owner());
        String text = Serialization.asJson(object);
        Sent before = sent.get(name);
        if (there.isPresent() && before != null && before.equals(new Sent(text, version(there.get())))) {
            return false;
        }
        return api.call("apply " + name, () -> {
            HasMetadata found =
                    there.orElseGet(() -> api.client().resource(object).get());
            if (found != null && !ObjectMarks.are(found, key)) {
                throw new ApplianceException(RealizationProblems.objectOfAnother(name));
            }
            HasMetadata after = found == null ? applied(api, object) : repaired(api, object);
            sent.put(name, new Sent(text, version(after)));
            return found == null || !version(found).equals(version(after));
        });
    }

    private static HasMetadata applied(KubernetesApi api, HasMetadata object) {
        return api.client()
                .resource(object)
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    /// Server-side apply leaves what others have added to a list, and that may not go together with what is ours:
    /// two ports of one name. Then lists become ours as a whole.
    private static HasMetadata repaired(KubernetesApi api, HasMetadata object) {
        try {
            return applied(api, object);
        } catch (KubernetesClientException e) {
            if (e.getCode() != UNPROCESSABLE) {
                throw e;
            }
            JsonNode all = api.client().getKubernetesSerialization().convertValue(object, JsonNode.class);
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.set("spec", all.path("spec"));
            api.client()
                    .resource(object)
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.JSON_MERGE)
                                    .withFieldManager(FIELD_MANAGER)
                                    .build(),
                            whole.toString());
            return applied(api, object);
        }
    }

    /// Makes one object as it should be, and leaves all others as they are.
    void make(ResourceKey key, HasMetadata object) {
        apply(cluster.get(), watch().find(object), object, key);
    }

    /// Has an object deleted, which may take a while.
    void delete(HasMetadata object) {
        delete(cluster.get(), object);
    }

    private void delete(KubernetesApi api, HasMetadata object) {
        String name = name(object);
        api.call("delete " + name, () -> api.client().resource(object).delete());
        sent.remove(name);
    }

    private static String version(HasMetadata object) {
        return object.getMetadata().getResourceVersion();
    }

    private static String name(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return object.getKind() + " " + (namespace == null ? "" : namespace + "/")
                + object.getMetadata().getName();
    }

    /// Watches no more.
    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.close();
            watch = null;
            watched = null;
        }
        sent.clear();
    }
}
