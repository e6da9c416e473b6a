package io.aiplat.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRecordTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadAgain() {
        Path file = folder.resolve("k3s/aiplat-node");
        assertEquals(Optional.empty(), NodeRecord.read(file));
        NodeRecord record = new NodeRecord(
                        "home-1",
                        "aiplat",
                        0,
                        "",
                        List.of(),
                        Map.of(),
                        "",
                        false,
                        Set.of("nat KUBE-X"),
                        Set.of("/var/lib/kubelet/a b"),
                        Map.of("net/ipv4/ip_forward", "0"))
                .started(
                        6443,
                        "abc",
                        List.of("/usr/bin/k3s", "server", "--kubelet-arg=eviction-hard=nodefs.available<1%"),
                        Map.of("NO_PROXY", "a,b=c"),
                        "2026-11-29T22:00:00Z");
        record.write(file);
        assertEquals(Optional.of(record), NodeRecord.read(file));
        assertEquals(false, record.unmarked().marked());
    }
}
