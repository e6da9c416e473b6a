package io.aiplat.cluster.ingress;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Exposure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a cluster has for leading requests into it. What may not be asked is taken as it was said.
public final class IngressSurroundings {
    private static final String DEFAULT = "ingressclass.kubernetes.io/is-default-class";
    private static final String CERTIFICATES = "certificates.cert-manager.io";

    private IngressSurroundings() {}

    /// The class by which a service is exposed; null for what the cluster decides by itself.
    ///
    /// @param namespace of the service
    /// @throws ApplianceException `CLUSTER_NO_INGRESS_CLASS`, `CLUSTER_NO_ISSUER` and the like where it
    ///     cannot be as it was said
    public static @Nullable String ingressClass(KubernetesApi kube, String namespace, Exposure exposure) {
        return kube.<Optional<String>>call("look for what leads requests into the cluster", () -> {
                    requireIssuer(kube.client(), namespace, exposure.issuer());
                    return ingressClass(kube.client(), exposure.ingressClass());
                })
                .orElse(null);
    }

    private static Optional<String> ingressClass(KubernetesClient client, @Nullable String wanted) {
        Optional<List<IngressClass>> seen =
                allowed(() -> client.network().v1().ingressClasses().list().getItems());
        if (seen.isEmpty()) {
            return Optional.ofNullable(wanted);
        }
        List<String> names = seen.get().stream()
                .map(each -> each.getMetadata().getName())
                .sorted()
                .toList();
        if (names.isEmpty()) {
            throw new ApplianceException(IngressProblems.noClasses());
        }
        if (wanted != null) {
            if (!names.contains(wanted)) {
                throw new ApplianceException(IngressProblems.otherClasses(wanted, names));
            }
            return Optional.of(wanted);
        }
        return Optional.of(seen.get().stream()
                .filter(IngressSurroundings::isDefault)
                .map(each -> each.getMetadata().getName())
                .findFirst()
                .orElseThrow(() -> new ApplianceException(IngressProblems.otherClasses("", names))));
    }

    private static boolean isDefault(HasMetadata object) {
        return object.getMetadata().getAnnotations() != null
                && "true".equals(object.getMetadata().getAnnotations().get(DEFAULT));
    }

    private static void requireIssuer(KubernetesClient client, String namespace, @Nullable String issuer) {
        if (issuer == null) {
            return;
        }
        boolean ofCluster = issuer.startsWith("ClusterIssuer/");
        String name = issuer.substring(issuer.indexOf('/') + 1);
        var kind = new ResourceDefinitionContext.Builder()
                .withGroup("cert-manager.io")
                .withVersion("v1")
                .withKind(ofCluster ? "ClusterIssuer" : "Issuer")
                .withPlural(ofCluster ? "clusterissuers" : "issuers")
                .withNamespaced(!ofCluster)
                .build();
        boolean defined = allowed(() -> Optional.ofNullable(client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(CERTIFICATES)
                        .get()))
                .map(Optional::isPresent)
                .orElse(true);
        if (!defined) {
            throw new ApplianceException(IngressProblems.noCertManager(issuer));
        }
        var all = client.genericKubernetesResources(kind);
        boolean there = allowed(() -> Optional.ofNullable(
                        ofCluster
                                ? all.withName(name).get()
                                : all.inNamespace(namespace).withName(name).get()))
                .map(Optional::isPresent)
                .orElse(true);
        if (!there) {
            throw new ApplianceException(IngressProblems.noIssuer(issuer));
        }
    }

    private static <T> Optional<T> allowed(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
