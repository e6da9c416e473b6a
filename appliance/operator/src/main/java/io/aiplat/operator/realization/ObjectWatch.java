package io.aiplat.operator.realization;

import io.aiplat.operator.desired.WantedSecret;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Watch of what resources have become in one cluster: knows each object as it is now without asking, and tells of a
/// change.
final class ObjectWatch implements AutoCloseable {
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            Deployment.class,
            Service.class,
            HorizontalPodAutoscaler.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class,
            Namespace.class,
            ResourceQuota.class,
            LimitRange.class,
            Role.class,
            RoleBinding.class,
            Secret.class,
            ServiceAccount.class);
    private static final Map<String, ResourceDefinitionContext> OPTIONAL = Map.of(
            "RayService",
            kind("ray.io", "v1", "RayService", "rayservices"),
            "ServiceMonitor",
            kind("monitoring.coreos.com", "v1", "ServiceMonitor", "servicemonitors"),
            "VerticalPodAutoscaler",
            kind("autoscaling.k8s.io", "v1", "VerticalPodAutoscaler", "verticalpodautoscalers"));
    /// Of operators that bring secrets, the newest first.
    private static final List<String> VERSIONS = List.of("v1", "v1beta1");
    private static final String METRICS = "metrics.k8s.io";
    private static final String CUSTOM_METRICS = "custom.metrics.k8s.io";
    private static final Set<String> OF_RESOURCES = Set.of("Resource", "ContainerResource");
    private static final Duration LOOK = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final @Nullable String namespace;
    private final Consumer<HasMetadata> heard;
    private final Map<String, SharedIndexInformer<? extends HasMetadata>> informers = new ConcurrentHashMap<>();
    private boolean metrics;
    private boolean customMetrics;
    private final Map<WantedSecret.Provider, String> providers = new ConcurrentHashMap<>();
    private Optional<String> node = Optional.empty();
    private @Nullable Long looked;

    /// Begins to watch; what is there is known when it returns. A kind that may not be watched is none that anything
    /// becomes here.
    ///
    /// @param namespace to watch; null for all
    /// @param heard     called for what has changed, is new or is gone
    ObjectWatch(KubernetesClient client, @Nullable String namespace, Consumer<HasMetadata> heard) {
        this.client = client;
        this.namespace = namespace;
        this.heard = heard;
        for (Class<? extends HasMetadata> kind : KINDS) {
            watch(kind);
        }
    }

    private static ResourceDefinitionContext kind(String group, String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    private <T extends HasMetadata> void watch(Class<T> kind) {
        if (namespace != null && !Namespaced.class.isAssignableFrom(kind)) {
            return;
        }
        var all = client.resources(kind);
        allowed(() -> {
            informers.put(
                    kind.getSimpleName(),
                    (namespace == null ? all.inAnyNamespace() : all.inNamespace(namespace))
                            .withLabel(ObjectMarks.RESOURCE)
                            .inform(handler()));
            return kind;
        });
    }

    /// What is asked, where it may be asked.
    private static <T> Optional<T> allowed(Supplier<T> question) {
        try {
            return Optional.ofNullable(question.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T extends HasMetadata> ResourceEventHandler<T> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                heard.accept(object);
            }

            @Override
            public void onUpdate(T before, T after) {
                String version = before.getMetadata().getResourceVersion();
                if (!version.equals(after.getMetadata().getResourceVersion())) {
                    heard.accept(after);
                }
            }

            @Override
            public void onDelete(T object, boolean unknown) {
                heard.accept(object);
            }
        };
    }

    /// Whether the cluster has a kind that not every cluster has. Asked of it once a minute, for all of them.
    boolean knows(String kind) {
        look();
        return informers.containsKey(kind);
    }

    /// By operator that brings secrets, the version of its kinds that the cluster serves; none that is not there.
    Map<WantedSecret.Provider, String> providers() {
        look();
        return Map.copyOf(providers);
    }

    /// The newest version of it that is known here. Everybody may ask which groups there are.
    private void look(WantedSecret.Provider provider) {
        APIGroup group = client.getApiGroup(provider.group());
        if (group == null || providers.containsKey(provider)) {
            return;
        }
        Set<String> served = group.getVersions().stream()
                .map(GroupVersionForDiscovery::getVersion)
                .collect(Collectors.toSet());
        VERSIONS.stream().filter(served::contains).findFirst().ifPresent(version -> {
            var all = client.genericKubernetesResources(
                    kind(provider.group(), version, provider.kind(), provider.plural()));
            allowed(() -> informers.put(
                    provider.kind(),
                    (namespace == null ? all.inAnyNamespace() : all.inNamespace(namespace))
                            .withLabel(ObjectMarks.RESOURCE)
                            .inform(handler())));
            providers.put(provider, version);
        });
    }

    /// Whether the cluster measures what a number of copies is to follow: CPU and memory by one API, all else by
    /// another (https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/).
    boolean measures(List<MetricSpec> wanted) {
        look();
        return wanted.stream().allMatch(each -> OF_RESOURCES.contains(each.getType()) ? metrics : customMetrics);
    }

    /// Address of a node; empty where there is none yet.
    Optional<String> node() {
        look();
        return node;
    }

    private synchronized void look() {
        long now = System.nanoTime();
        if (looked != null && now - looked < LOOK.toNanos()) {
            return;
        }
        looked = now;
        metrics = client.getApiGroup(METRICS) != null;
        customMetrics = client.getApiGroup(CUSTOM_METRICS) != null;
        node = allowed(() -> client.nodes().list().getItems()).stream()
                .flatMap(List::stream)
                .flatMap(each -> each.getStatus().getAddresses().stream())
                .filter(each -> "InternalIP".equals(each.getType()))
                .map(NodeAddress::getAddress)
                .findFirst();
        for (WantedSecret.Provider provider : WantedSecret.Provider.values()) {
            look(provider);
        }
        OPTIONAL.forEach((kind, definition) -> {
            String plural = definition.getPlural() + "." + definition.getGroup();
            var all = client.genericKubernetesResources(definition);
            if (!informers.containsKey(kind)
                    && allowed(() -> client.apiextensions()
                                    .v1()
                                    .customResourceDefinitions()
                                    .withName(plural)
                                    .get())
                            .isPresent()) {
                informers.put(
                        kind,
                        (namespace == null ? all.inAnyNamespace() : all.inNamespace(namespace))
                                .withLabel(ObjectMarks.RESOURCE)
                                .inform(handler()));
            }
        });
    }

    /// The same object as it is now; empty where it is not there, or not a resource's.
    Optional<HasMetadata> find(HasMetadata object) {
        return find(
                object.getKind(),
                object.getMetadata().getNamespace(),
                object.getMetadata().getName());
    }

    /// @param namespace null for what is in none
    Optional<HasMetadata> find(String kind, @Nullable String namespace, String name) {
        SharedIndexInformer<? extends HasMetadata> informer = informers.get(kind);
        return informer == null
                ? Optional.empty()
                : Optional.ofNullable(informer.getStore().getByKey(namespace == null ? name : namespace + "/" + name));
    }

    /// All that resources have become.
    List<HasMetadata> all() {
        List<HasMetadata> all = new ArrayList<>();
        informers.values().forEach(informer -> all.addAll(informer.getStore().list()));
        return all;
    }

    @Override
    public void close() {
        informers.values().forEach(SharedIndexInformer::stop);
    }
}
