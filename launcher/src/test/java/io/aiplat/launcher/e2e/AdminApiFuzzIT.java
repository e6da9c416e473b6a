package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/// The admin API held to its own OpenAPI document by schemathesis: what the document allows has to be taken, what it
/// does not allow has to be refused, and nothing may be answered that it does not announce.
class AdminApiFuzzIT {
    @Test
    void doesWhatItsDocumentSaysAndNothingElse() throws Exception {
        Scripts.needPython("schemathesis");
        try (GatewayProcess gateway = GatewayProcess.start("""
                upstreams:
                  nobody: {provider: openai, url: "http://127.0.0.1:9/v1"}
                models:
                  - name: smoke
                    deployments: [{upstream: nobody, model: smoke}]
                """)) {
            Program.run(
                            Scripts.PYTHON,
                            "-m",
                            "schemathesis.cli",
                            "run",
                            gateway.url() + "/admin/v1/openapi.json",
                            "--url",
                            gateway.url() + "/admin/v1",
                            "--header",
                            "Authorization: Bearer " + GatewayProcess.ADMIN,
                            "--max-examples",
                            "20",
                            "--seed",
                            "1",
                            "--no-color")
                    .ok();
            assertFalse(gateway.admin("/keys").path("data").isEmpty(), "the key it asks with is still there");
        }
    }
}
