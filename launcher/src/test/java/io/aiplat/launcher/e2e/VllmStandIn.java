package io.aiplat.launcher.e2e;

import io.aiplat.supply.BundledModel;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/// What stands in for vLLM on GPUs: images of its name in which llama.cpp's server answers, and a node that says it has
/// GPUs.
final class VllmStandIn {
    /// The image that resources have which name none.
    static final String IMAGE = "vllm/vllm-openai:v0.24.0";

    private static final String DOCKERFILE = """
            FROM aiplat-testbed/llama.cpp:server
            COPY python /usr/local/bin/python
            COPY smoke.gguf /smoke.gguf
            ENTRYPOINT ["/usr/local/bin/python"]
            """;

    /// Takes what vLLM takes, and tells llama.cpp's server what that needs to know.
    private static final String PYTHON = """
            #!/bin/sh
            while [ $# -gt 0 ]; do
              case $1 in
                --served-model-name) name=$2; shift ;;
                --port) port=$2; shift ;;
              esac
              shift
            done
            sleep "${LOADING_SECONDS:-0}"
            exec /app/llama-server --model /smoke.gguf --alias "$name" --host 0.0.0.0 --port "$port"
            """;

    private VllmStandIn() {}

    /// Says what it needs of this machine.
    static void needed() {
        Need.that(
                Program.succeeds("docker", "image", "inspect", "aiplat-testbed/llama.cpp:server"),
                "the testbed's image of llama-server: testbed/build, testbed/llama-server");
    }

    /// Makes it under these names, and brings it into the node.
    ///
    /// @param folder for its files
    static void images(NodeKubectl cluster, Path folder, String... names) throws IOException {
        Path python = Files.writeString(folder.resolve("python"), PYTHON);
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream in = BundledModel.ALL.getFirst().open()) {
            Files.copy(in, folder.resolve("smoke.gguf"));
        }
        for (String name : names) {
            cluster.makeImage(name, DOCKERFILE, folder);
        }
    }

    /// As cluster administrators advertise what no plugin counts
    /// (https://kubernetes.io/docs/tasks/administer-cluster/extended-resource-node/).
    static void pretendGpus(NodeKubectl cluster, int count) throws Exception {
        // Its handler comes with a driver, which there is none of.
        cluster.run("delete", "runtimeclass", "nvidia").ok();
        String node = cluster.get("nodes").at("/items/0/metadata/name").asText();
        cluster.run(
                        "patch",
                        "node",
                        node,
                        "--subresource=status",
                        "--patch={\"status\":{\"capacity\":{\"nvidia.com/gpu\":\"" + count + "\"}}}")
                .ok();
        Eventually.holds(
                "the node offers GPUs",
                Duration.ofSeconds(60),
                () -> cluster.get("nodes/" + node)
                        .path("status")
                        .path("allocatable")
                        .has("nvidia.com/gpu"));
    }
}
