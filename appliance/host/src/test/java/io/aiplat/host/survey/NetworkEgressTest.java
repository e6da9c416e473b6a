package io.aiplat.host.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkEgressTest {
    @TempDir
    Path root;

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void link(String name, long sent) throws IOException {
        file("sys/class/net/" + name + "/statistics/tx_packets", sent + "\n");
    }

    @Test
    void routesAndNameServersOfOthersAreSeen() throws IOException {
        file("proc/net/route", """
                Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
                eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0
                eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
                """);
        file("etc/resolv.conf", "# of DHCP\nnameserver 127.0.0.53\nnameserver 10.0.0.1\nsearch example\n");
        NetworkEgress machine = new NetworkEgress(root);
        assertEquals(List.of("eth0"), machine.defaultRoutes());
        assertEquals(List.of("10.0.0.1"), machine.nameServers());
    }

    @Test
    void whatStaysOnTheMachineIsNotCounted() throws IOException {
        link("lo", 1);
        link("eth0", 2);
        link("cni0", 4);
        link("veth1", 8);
        Files.createDirectories(root.resolve("sys/class/net/cni0/bridge"));
        Files.createDirectories(root.resolve("sys/class/net/veth1/brport"));
        assertEquals(Map.of("eth0", 2L), new NetworkEgress(root).packetsSent());
    }

    @Test
    void anotherSystemTellsNothing() {
        NetworkEgress machine = new NetworkEgress(root);
        assertEquals(List.of(), machine.defaultRoutes());
        assertEquals(List.of(), machine.nameServers());
        assertEquals(Map.of(), machine.packetsSent());
    }
}
