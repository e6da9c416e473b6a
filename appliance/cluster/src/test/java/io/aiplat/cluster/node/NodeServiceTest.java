package io.aiplat.cluster.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeServiceTest {
    @Test
    void theUnitSaysItAsSystemdReadsIt() {
        String unit = NodeService.unit(
                "aiplat",
                List.of("/opt/my k3s/k3s", "server", "$HOME", "--kubelet-arg=eviction-hard=imagefs.available<1%"),
                Map.of("NO_PROXY", "10.0.0.0/8,$me"),
                Path.of("/home/ada/logs/k3s.log"));
        assertTrue(
                unit.contains("ExecStart=\"/opt/my k3s/k3s\" server \"$$HOME\""
                        + " \"--kubelet-arg=eviction-hard=imagefs.available<1%%\"\n"),
                unit);
        assertTrue(unit.contains("Environment=\"NO_PROXY=10.0.0.0/8,$me\"\nKillMode=process\n"), unit);
        assertTrue(unit.contains("StandardOutput=append:/home/ada/logs/k3s.log\n"), unit);
    }
}
