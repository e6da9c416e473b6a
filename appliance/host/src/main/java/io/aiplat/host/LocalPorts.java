package io.aiplat.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// TCP ports of 127.0.0.1 and who listens on them.
public final class LocalPorts {
    private static final String LISTENING = "0A";
    private static final String NOT_VISIBLE = "another user's process";

    private final Path root;

    /// Ports of this machine.
    ///
    /// @param root where the kernel's files are found, `/`
    public LocalPorts(Path root) {
        this.root = root;
    }

    /// A port nobody listens on now. Somebody else may take it before it is used.
    public static int chooseFree() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }

    /// Those that cannot be bound now, each with `name (pid N)` of its listener as far as we may know it.
    public Map<Integer, String> taken(Collection<Integer> ports) {
        Map<Integer, String> taken = new HashMap<>();
        for (int port : ports) {
            if (port > 0 && !free(port)) {
                taken.put(port, owner(port));
            }
        }
        return taken;
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            // Whatever the reason, we could not listen there either.
            return false;
        }
    }

    /// Who listens on a port, as `name (pid N)`; in general words where nobody does, or we may not know.
    public String owner(int port) {
        Set<String> sockets = new HashSet<>(listening("proc/net/tcp", port));
        sockets.addAll(listening("proc/net/tcp6", port));
        if (sockets.isEmpty()) {
            return port < 1024 ? "the system (ports below 1024 need a privilege), or another process" : "a process";
        }
        for (Path process : KernelFiles.list(root.resolve("proc"))) {
            String pid = process.getFileName().toString();
            if (pid.matches("[0-9]+") && holds(process, sockets)) {
                return KernelFiles.text(process.resolve("comm")) + " (pid " + pid + ")";
            }
        }
        return NOT_VISIBLE;
    }

    /// Inode numbers of the sockets that listen on the port. A line is `sl local:port remote:port state … inode`.
    private Set<String> listening(String table, int port) {
        Set<String> inodes = new HashSet<>();
        String suffix = ":%04X".formatted(port);
        for (String line : KernelFiles.lines(root.resolve(table))) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING)) {
                inodes.add("socket:[" + fields[9] + "]");
            }
        }
        return inodes;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        for (Path descriptor : KernelFiles.list(process.resolve("fd"))) {
            try {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            } catch (IOException _) {
                // Closed since it was listed.
            }
        }
        return false;
    }
}
