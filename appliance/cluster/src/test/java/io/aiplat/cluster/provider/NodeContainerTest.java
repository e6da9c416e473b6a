package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.host.container.ContainerRequest;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.testkit.Golden;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The requests this machine cannot try are kept as golden files, for engines as they were recorded.
class NodeContainerTest {
    private static final Settings.Network DIRECT = Engines.DIRECT;
    private static final String IMAGE = "rancher/k3s:v1.36.4-k3s1@sha256:" + "a".repeat(64);

    private static ContainerEngineFacts.Answers engine(String version, String api, int cgroup) {
        return new ContainerEngineFacts.Answers(
                "unix:///var/run/docker.sock", version, api, cgroup, false, "linux", List.of(), List.of(), 1L, 0);
    }

    private static ClusterSpec spec(GpuHandover gpus) {
        return new ClusterSpec(
                ClusterKind.DOCKER,
                "aiplat",
                "home-1",
                ImageReference.parse(IMAGE),
                true,
                16443,
                31434,
                gpus,
                "aiplat");
    }

    private static void assertRequest(
            String file, GpuHandover gpus, ContainerEngineFacts.Answers engine, Settings.Network net) {
        Golden.matches(
                "requests/" + file,
                NodeContainer.request(spec(gpus), engine, net).toJson());
    }

    @Test
    void onControlGroupsOne() {
        assertRequest("docker-20.10-cgroup1.json", GpuHandover.NONE, engine("20.10.24", "1.41", 1), DIRECT);
    }

    @Test
    void onControlGroupsTwoWithDevicesOfTheContainerDeviceInterface() {
        assertRequest(
                "docker-29-cgroup2-cdi.json",
                GpuHandover.byEngine(GpuHandover.Way.ENGINE_CDI),
                engine("29.1.3", "1.44", 2),
                DIRECT);
    }

    @Test
    void withTheNvidiaRuntime() {
        assertRequest(
                "docker-24-nvidia.json",
                GpuHandover.byEngine(GpuHandover.Way.ENGINE_REQUEST),
                engine("24.0.9", "1.43", 2),
                DIRECT);
    }

    @Test
    void withTheDriversLibrariesBound() {
        GpuDriver driver = new GpuDriver(
                GpuPlatform.NATIVE,
                "570.86.15",
                "12.8",
                List.of(new DeviceNode("/dev/nvidia0", 195, 0)),
                List.of(new DriverLibrary("libcuda.so.1", "/usr/lib/x86_64-linux-gnu/libcuda.so.570.86.15")),
                "/usr/bin/nvidia-smi");
        assertRequest(
                "docker-28-library-binds.json",
                new GpuHandover(GpuHandover.Way.LIBRARY_BINDS, List.of(), driver),
                engine("28.1.0", "1.44", 2),
                DIRECT);
    }

    @Test
    void behindAProxy() {
        Settings.Network network = new Settings.Network(
                URI.create("http://proxy:3128"),
                URI.create("http://proxy:3128"),
                List.of(".corp.example", "localhost"),
                null,
                Map.of());
        assertRequest("docker-27-proxy.json", GpuHandover.NONE, engine("27.5.1", "1.44", 2), network);
    }

    @Test
    void everyGoldenRequestIsOfATest() {
        Golden.folderHoldsOnly(
                "requests",
                List.of(
                        "docker-20.10-cgroup1.json",
                        "docker-24-nvidia.json",
                        "docker-27-proxy.json",
                        "docker-28-library-binds.json",
                        "docker-29-cgroup2-cdi.json"));
    }

    @Test
    void loginsAndAuthorityAreCopiedIntoTheNode(@TempDir Path folder) throws IOException {
        Path authority = Files.writeString(folder.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n");
        Settings.Network network = new Settings.Network(
                null,
                null,
                List.of(),
                authority,
                Map.of(
                        "docker.io", new RegistryLogin("ada", new Secret("l: ove")),
                        "ghcr.io", new RegistryLogin("ada", new Secret("token"))),
                URI.create("http://10.0.0.7:5055"));
        Map<String, byte[]> files = NodeFiles.of(network);
        assertEquals(
                "-----BEGIN CERTIFICATE-----\n",
                new String(files.get("/etc/ssl/certs/aiplat-extra-ca.crt"), StandardCharsets.UTF_8));
        Golden.matches(
                "registries.yaml", new String(files.get("/etc/rancher/k3s/registries.yaml"), StandardCharsets.UTF_8));
        assertTrue(NodeFiles.of(DIRECT).isEmpty());
    }

    @Test
    void theFingerprintChangesWithEverythingTheContainerIsMadeFrom() {
        ContainerRequest request = NodeContainer.request(spec(GpuHandover.NONE), engine("27", "1.44", 2), DIRECT);
        String usual = ContainerFingerprint.of(request, "sha256:1", Map.of());
        assertEquals(usual, ContainerFingerprint.of(request, "sha256:1", Map.of()));
        assertNotEquals(usual, ContainerFingerprint.of(request, "sha256:2", Map.of()));
        assertNotEquals(usual, ContainerFingerprint.of(request, "sha256:1", Map.of("/x", new byte[] {1})));
        assertNotEquals(
                ContainerFingerprint.of(request, "sha256:1", Map.of("/x", new byte[] {2})),
                ContainerFingerprint.of(request, "sha256:1", Map.of("/x", new byte[] {1})));
        ContainerRequest other = NodeContainer.request(spec(GpuHandover.NONE), engine("27", "1.44", 1), DIRECT);
        assertNotEquals(usual, ContainerFingerprint.of(other, "sha256:1", Map.of()));
    }
}
