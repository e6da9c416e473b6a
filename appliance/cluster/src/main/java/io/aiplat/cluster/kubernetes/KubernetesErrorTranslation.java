package io.aiplat.cluster.kubernetes;

import io.aiplat.model.Problem;
import io.fabric8.kubernetes.client.KubernetesClientException;

/// Translation of the Kubernetes API's errors into problems.
final class KubernetesErrorTranslation {
    private KubernetesErrorTranslation() {}

    /// What an error of the client means.
    ///
    /// @param url   of the API
    /// @param doing what was to be done, beginning with a verb
    static Problem problem(String url, String doing, KubernetesClientException e) {
        String said = KubernetesErrors.of(e);
        return switch (e.getCode()) {
            case 401 -> ClusterProblems.loginRefused(url, said);
            case 403 -> forbidden(doing, said);
            // Overloaded, starting, or a proxy before it that does not reach it.
            case 429, 502, 503, 504 -> ClusterProblems.apiNotReachable(url, "It answers " + e.getCode() + ": " + said);
            default ->
                KubernetesErrors.neverAnswered(e)
                        ? ClusterProblems.apiNotReachable(url, said)
                        : ClusterProblems.apiRefused(doing, said);
        };
    }

    private static Problem forbidden(String doing, String said) {
        if (SettingsAdvice.isAdmission(said)) {
            return ClusterProblems.podNotAdmitted(doing.replaceFirst("^apply ", ""), said);
        }
        // The words of Kubernetes' own rbac.ConfirmNoEscalation.
        return said.contains("is attempting to grant RBAC permissions not currently held")
                ? ClusterProblems.rightsNotHeld(doing, said)
                : ClusterProblems.apiForbade(doing, said);
    }
}
