package io.aiplat.cluster.ingress;

import io.aiplat.cluster.authority.CertificateAuthority;
import io.aiplat.cluster.authority.HostAuthorities;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.Owner;
import io.aiplat.cluster.manifest.Manifests;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Exposure;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.StepResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Exposure of services of a cluster under a name of their own.
public final class ServiceExposure {
    private final HostAuthorities authorities;
    private final InstantSource clock;

    /// @param authorities that vouch where no issuer of the cluster does
    public ServiceExposure(HostAuthorities authorities, InstantSource clock) {
        this.authorities = authorities;
        this.clock = clock;
    }

    /// Applies a bundle, and what leads to its services; what led there and is wanted no more is removed.
    ///
    /// @param namespace of the bundle
    /// @throws ApplianceException `CLUSTER_NO_INGRESS_CLASS`, `CLUSTER_NO_ISSUER`, and as [KubernetesApi#apply]
    public StepResult apply(KubernetesApi kube, String namespace, Bundle bundle, List<Patch> patches) {
        List<HasMetadata> more = new ArrayList<>();
        String told = "";
        for (Patch patch : patches) {
            if (patch instanceof Patch.ExposeService wanted) {
                more.addAll(objects(kube, namespace, wanted));
                told = told(wanted.exposure());
            }
        }
        return switch (kube.apply(bundle, patches, more.toArray(HasMetadata[]::new))) {
            case StepResult.Done(var summary) -> new StepResult.Done(summary + told);
            case StepResult.Unchanged(var summary) -> new StepResult.Unchanged(summary + told);
            case StepResult.Failed failed -> failed;
        };
    }

    private List<HasMetadata> objects(KubernetesApi kube, String namespace, Patch.ExposeService wanted) {
        Exposure exposure = wanted.exposure();
        String service = wanted.service();
        if (exposure.way() == Exposure.Way.NONE) {
            withdraw(kube, namespace, service);
            return List.of();
        }
        String ingressClass = IngressSurroundings.ingressClass(kube, namespace, exposure);
        List<HasMetadata> objects = new ArrayList<>();
        if (exposure.issuer() == null) {
            objects.add(certificate(kube, namespace, service, exposure.host()));
        }
        objects.add(IngressObjects.ingress(service, wanted.port(), namespace, exposure, ingressClass));
        return objects;
    }

    private String told(Exposure exposure) {
        if (exposure.way() == Exposure.Way.NONE) {
            return "";
        }
        String where = "; https://" + exposure.host() + "/v1";
        return exposure.issuer() == null
                ? where + " for who trusts " + authorities.certificate(exposure.host())
                : where + " as soon as " + exposure.issuer() + " has issued its certificate";
    }

    /// The secret as it is where its certificate stands, else with another.
    private Secret certificate(KubernetesApi kube, String namespace, String service, String host) {
        Instant now = clock.instant();
        CertificateAuthority authority = authorities.of(host, now);
        Secret there = secret(kube, namespace, service);
        Map<String, String> data = there == null || there.getData() == null ? Map.of() : there.getData();
        String shown = data.get(IngressObjects.CERTIFICATE);
        return shown != null && authority.stands(decoded(shown), host, now)
                ? IngressObjects.secret(service, namespace, data)
                : IngressObjects.secret(service, namespace, authority.issue(host, now));
    }

    private static String decoded(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.US_ASCII);
    }

    private static @Nullable Secret secret(KubernetesApi kube, String namespace, String service) {
        return kube.call(
                "read the certificate of " + service,
                () -> kube.client()
                        .secrets()
                        .inNamespace(namespace)
                        .withName(IngressObjects.secretName(service))
                        .get());
    }

    /// Gives a service another certificate where the one it shows ends soon.
    ///
    /// @param bundle that the service is of
    /// @return whether it has got one
    public boolean renew(KubernetesApi kube, String namespace, String bundle, String service, Exposure exposure) {
        if (exposure.way() == Exposure.Way.NONE || exposure.issuer() != null) {
            return false;
        }
        Secret there = secret(kube, namespace, service);
        Secret due = certificate(kube, namespace, service, exposure.host());
        if (there == null || due.getData().equals(there.getData())) {
            return false;
        }
        Manifests.label(due, Owner.labels(kube.owner(), bundle));
        kube.call(
                "renew the certificate of " + service,
                () -> kube.client()
                        .resource(due)
                        .fieldManager(KubernetesApi.FIELD_MANAGER)
                        .forceConflicts()
                        .serverSideApply());
        return true;
    }

    /// When the certificate ends that a service shows, whoever issued it.
    ///
    /// @return empty where it shows none
    public Optional<Instant> certificateEnd(KubernetesApi kube, String namespace, String service) {
        Secret there = secret(kube, namespace, service);
        String shown = there == null || there.getData() == null
                ? null
                : there.getData().get(IngressObjects.CERTIFICATE);
        if (shown == null) {
            return Optional.empty();
        }
        try {
            // A chain begins with the one of the service.
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decoded(shown).getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(certificate.getNotAfter().toInstant());
        } catch (CertificateException _) {
            // What an issuer has not filled yet.
            return Optional.empty();
        }
    }

    private static void withdraw(KubernetesApi kube, String namespace, String service) {
        kube.call("see what leads to " + service, () -> {
            try {
                var client = kube.client();
                delete(
                        kube,
                        client.resources(Ingress.class)
                                .inNamespace(namespace)
                                .withName(service)
                                .get());
                delete(
                        kube,
                        client.secrets()
                                .inNamespace(namespace)
                                .withName(IngressObjects.secretName(service))
                                .get());
            } catch (KubernetesClientException e) {
                // Who may not see it has not made it.
                if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                    throw e;
                }
            }
            return service;
        });
    }

    private static void delete(KubernetesApi kube, @Nullable HasMetadata object) {
        if (object != null
                && object.getMetadata().getLabels() != null
                && kube.owner().equals(object.getMetadata().getLabels().get(Owner.LABEL))) {
            kube.client().resource(object).delete();
        }
    }
}
