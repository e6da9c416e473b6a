package io.aiplat.host.survey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Ways out of a Linux machine, and what has gone out on them. On other systems nothing is seen.
public final class NetworkEgress {
    private static final String DEFAULT = "00000000";
    private static final int UP = 0x1;

    private final Path root;

    /// Of the machine whose kernel's files are below a folder, `/`.
    public NetworkEgress(Path root) {
        this.root = root;
    }

    /// Interfaces that a default route of IPv4 leads to, as `/proc/net/route` has them.
    public List<String> defaultRoutes() {
        return lines("proc/net/route").stream()
                .map(line -> line.split("\\s+", -1))
                .filter(f -> f.length > 7 && f[1].equals(DEFAULT) && f[7].equals(DEFAULT))
                .filter(f -> (Integer.parseInt(f[3], 16) & UP) != 0)
                .map(f -> f[0])
                .distinct()
                .toList();
    }

    /// Name servers that are asked, but for those on this machine.
    public List<String> nameServers() {
        return lines("etc/resolv.conf").stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(f -> f.length > 1 && f[0].equals("nameserver"))
                .map(f -> f[1])
                .filter(address -> !address.startsWith("127.") && !address.equals("::1"))
                .toList();
    }

    /// Packets that were sent so far, by interface: on all but the loopback, bridges, and what is plugged into bridges.
    public Map<String, Long> packetsSent() {
        Map<String, Long> sent = new TreeMap<>();
        try (Stream<Path> interfaces = Files.list(root.resolve("sys/class/net"))) {
            for (Path one : interfaces.toList()) {
                String name = String.valueOf(one.getFileName());
                boolean inside = name.equals("lo")
                        || Files.exists(one.resolve("brport"))
                        || (Files.exists(one.resolve("bridge")) && !name.startsWith("aiplat"));
                if (!inside) {
                    sent.put(name, count(one.resolve("statistics/tx_packets")));
                }
            }
        } catch (IOException _) {
            // A system that tells nothing of its interfaces.
        }
        return sent;
    }

    private static long count(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException _) {
            // An interface that has just gone.
            return 0;
        }
    }

    private List<String> lines(String file) {
        try {
            return new ArrayList<>(Files.readAllLines(root.resolve(file)));
        } catch (IOException _) {
            return List.of();
        }
    }
}
