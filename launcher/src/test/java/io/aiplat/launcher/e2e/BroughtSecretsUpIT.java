package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets of resources are brought by operators of others, External Secrets and Vault's: asked for where their kinds
/// are
/// there, waited for, and said by name while they do not come. What these operators do is played here: their kinds are
/// defined, and a status or a secret is written by hand.
class BroughtSecretsUpIT {
    private static final String IMAGE = "aiplat-testbed/agent:1";
    private static final String DOCKERFILE = """
            FROM aiplat-testbed/busybox:1
            USER 10001
            CMD ["sh", "-c", "trap 'exit 0' TERM; httpd -f -p 8080 -h /tmp & wait"]
            """;

    private static final String AGENT = """
            apiVersion: agentops.io/v1alpha1
            kind: AgentDeployment
            metadata:
              name: assistant
              annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::123456789012:role/agents"}
            spec:
              image: docker.io/aiplat-testbed/agent:1
              secrets:
                - name: anthropic-api-key
                  key: ANTHROPIC_API_KEY
                  provider: external
                  secretStoreRef: {name: parameter-store, kind: ClusterSecretStore}
                  remoteRef: {key: /agents/anthropic}
                - name: database
                  key: DB_PASSWORD
                  provider: vault
                  mount: kv
                  path: agents/database
            """;

    private static final String GATEWAY = """
            apiVersion: external-secrets.io/v1beta1
            kind: ExternalSecret
            metadata: {name: provider-keys}
            spec:
              secretStoreRef: {name: parameter-store, kind: ClusterSecretStore}
              target: {name: api-key-secrets}
              dataFrom: [{extract: {key: /gateway}}]
            ---
            apiVersion: runtime.agentic-layer.ai/v1alpha1
            kind: AiGateway
            metadata: {name: ai}
            spec:
              port: 4000
              aiModels: [{name: gpt-4o, provider: openai}]
            """;

    @TempDir
    Path folder;

    private static String definition(String group, String kind, String plural, String versions) {
        StringBuilder all = new StringBuilder("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %s.%s}
                spec:
                  group: %s
                  names: {kind: %s, plural: %s}
                  scope: Namespaced
                  versions:
                """.formatted(plural, group, group, kind, plural));
        boolean first = true;
        for (String version : versions.split(",")) {
            all.append("""
                    - name: %s
                      served: true
                      storage: %s
                      subresources: {status: {}}
                      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                    """.formatted(version, first).indent(4));
            first = false;
        }
        return all.toString();
    }

    @Test
    void secretsAreAskedForWaitedForAndUsed() throws Exception {
        try (TestEngine engine = TestEngine.open("brought");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            NodeKubectl kubectl = new NodeKubectl(engine);
            kubectl.makeImage(IMAGE, DOCKERFILE, folder);
            kubectl.knows("agentdeployments.agentops.io");
            kubectl.apply(AGENT);
            kubectl.becomes("ad/assistant", "Degraded", "Install External Secrets in the cluster");

            kubectl.apply(definition("external-secrets.io", "ExternalSecret", "externalsecrets", "v1,v1beta1"));
            kubectl.apply(definition("secrets.hashicorp.com", "VaultStaticSecret", "vaultstaticsecrets", "v1beta1"));
            anAgentHasItsSecrets(kubectl);
            aGatewayWaitsForKeysThatSomebodyBrings(kubectl);
            kubectl.run("delete", "ad/assistant").ok();
            Eventually.holds(
                    "nothing is left",
                    Duration.ofSeconds(60),
                    () -> kubectl.get("deployments,vaultstaticsecrets")
                                    .path("items")
                                    .isEmpty()
                            && kubectl.run("get", "serviceaccounts/assistant").exit() != 0);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    private static void anAgentHasItsSecrets(NodeKubectl kubectl) throws Exception {
        kubectl.becomes(
                "ad/assistant", "Progressing", "still to be brought by ExternalSecret default/anthropic-api-key");
        refuse(kubectl, "externalsecrets.v1.external-secrets.io/anthropic-api-key", "no such parameter");
        kubectl.becomes("ad/assistant", "Degraded", "ExternalSecret default/anthropic-api-key is not synced");
        kubectl.becomes("ad/assistant", "Degraded", "SecretSyncedError: no such parameter");
        assertEquals(
                "agents/database",
                kubectl.get("vaultstaticsecrets/database").at("/spec/path").asText());
        bring(kubectl, "anthropic-api-key", "ANTHROPIC_API_KEY");
        bring(kubectl, "database", "DB_PASSWORD");
        kubectl.becomesReady("ad/assistant");
        assertEquals(
                "arn:aws:iam::123456789012:role/agents",
                kubectl.get("serviceaccounts/assistant")
                        .at("/metadata/annotations")
                        .path("eks.amazonaws.com/role-arn")
                        .asText());
    }

    private static void aGatewayWaitsForKeysThatSomebodyBrings(NodeKubectl kubectl) throws Exception {
        kubectl.apply(GATEWAY);
        kubectl.becomes("aigateways/ai", "Progressing", "brought by ExternalSecret default/provider-keys");
        refuse(kubectl, "externalsecrets.v1beta1.external-secrets.io/provider-keys", "access denied");
        kubectl.becomes("aigateways/ai", "Degraded", "ExternalSecret default/provider-keys is not synced");
        bring(kubectl, "api-key-secrets", "OPENAI_API_KEY");
        kubectl.becomesReady("aigateways/ai");
        kubectl.run("delete", "aigateways/ai", "externalsecrets/provider-keys").ok();
    }

    private static void refuse(NodeKubectl kubectl, String resource, String why) {
        kubectl.run(
                        "patch",
                        resource,
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"False\","
                                + "\"reason\":\"SecretSyncedError\",\"message\":\"" + why + "\"}]}}")
                .ok();
    }

    private static void bring(NodeKubectl kubectl, String secret, String key) {
        kubectl.run("create", "secret", "generic", secret, "--from-literal=" + key + "=sk-none")
                .ok();
    }
}
