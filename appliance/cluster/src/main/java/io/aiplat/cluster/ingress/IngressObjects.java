package io.aiplat.cluster.ingress;

import io.aiplat.cluster.authority.CertificateAuthority.ServerCertificate;
import io.aiplat.model.Exposure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Objects by which a service is led to from outside of its cluster. Pure.
public final class IngressObjects {
    /// Answers come word by word, a model may think for minutes before the first, and a request may have pictures:
    /// what the usual controllers have to be told for that. Each looks at its own words only.
    private static final Map<String, String> PATIENT = Map.of(
            "nginx.ingress.kubernetes.io/proxy-buffering", "off",
            "nginx.ingress.kubernetes.io/proxy-request-buffering", "off",
            "nginx.ingress.kubernetes.io/proxy-read-timeout", "3600",
            "nginx.ingress.kubernetes.io/proxy-body-size", "32m",
            "haproxy.org/timeout-server", "1h",
            "haproxy-ingress.github.io/timeout-server", "1h");

    /// The entry of a secret with the certificate.
    public static final String CERTIFICATE = "tls.crt";

    private IngressObjects() {}

    /// Name of the secret with the certificate of a service.
    public static String secretName(String service) {
        return service + "-tls";
    }

    /// The Ingress.
    ///
    /// @param port         of the service
    /// @param ingressClass null for what the cluster decides by itself
    public static HasMetadata ingress(
            String service, int port, String namespace, Exposure exposure, @Nullable String ingressClass) {
        Map<String, String> annotations = new TreeMap<>(PATIENT);
        String issuer = exposure.issuer();
        if (issuer != null) {
            annotations.put(
                    issuer.startsWith("ClusterIssuer/") ? "cert-manager.io/cluster-issuer" : "cert-manager.io/issuer",
                    issuer.substring(issuer.indexOf('/') + 1));
        }
        annotations.putAll(exposure.annotations());
        return new IngressBuilder()
                .withNewMetadata()
                .withName(service)
                .withNamespace(namespace)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withIngressClassName(ingressClass)
                .addNewTl()
                .withHosts(exposure.host())
                .withSecretName(secretName(service))
                .endTl()
                .addNewRule()
                .withHost(exposure.host())
                .withNewHttp()
                .addNewPath()
                .withPath(exposure.admin() ? "/" : "/v1")
                .withPathType("Prefix")
                .withNewBackend()
                .withNewService()
                .withName(service)
                .withNewPort()
                .withNumber(port)
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .endRule()
                .endSpec()
                .build();
    }

    /// The secret with a certificate that is new.
    public static Secret secret(String service, String namespace, ServerCertificate shown) {
        return secret(
                service, namespace, Map.of(CERTIFICATE, encoded(shown.certificate()), "tls.key", encoded(shown.key())));
    }

    /// The secret with a certificate.
    ///
    /// @param data its entries, in Base64
    public static Secret secret(String service, String namespace, Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(secretName(service))
                .withNamespace(namespace)
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withData(data)
                .build();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
