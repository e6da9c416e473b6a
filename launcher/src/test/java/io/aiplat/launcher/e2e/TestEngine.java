package io.aiplat.launcher.e2e;

import io.aiplat.testkit.Need;

/// The testbed's container engine, looked at from outside with its own client.
final class TestEngine {
    private TestEngine() {}

    /// Skips the test where there is none.
    static void need() {
        Need.that(
                Program.succeeds(
                        "docker", "image", "inspect", "aiplat-testbed/k3s:v1.36.4", "aiplat-testbed/ollama:0.11.4"),
                "a container engine with the testbed's images: testbed/build, testbed/engine start");
    }
}
