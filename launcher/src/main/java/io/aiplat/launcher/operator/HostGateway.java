package io.aiplat.launcher.operator;

import io.aiplat.model.Settings;
import io.aiplat.operator.realization.PodGateway;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/// Gateway on the host, as pods of a cluster on it reach it: by the address that the host
/// has towards their node, or else by the name that the settings give it.
final class HostGateway implements PodGateway {
    /// To connect a datagram socket sends nothing; any port does.
    private static final int ANY = 9;

    private final Settings.Gateway listening;

    HostGateway(Settings.Gateway listening) {
        this.listening = listening;
    }

    @Override
    public Optional<URI> url(String node) {
        try {
            InetAddress address = InetAddress.getByName(listening.listen());
            if (address.isLoopbackAddress()) {
                return Optional.empty();
            }
            String host = address.isAnyLocalAddress() ? name(towards(node)) : address.getHostAddress();
            return Optional.of(URI.create(
                    "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listening.port() + "/v1"));
        } catch (IOException _) {
            // No way leads there; then no pod comes from there either.
            return Optional.empty();
        }
    }

    private static String towards(String node) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(node), ANY));
            return socket.getLocalAddress().getHostAddress();
        }
    }

    /// Requests under other names than those of the settings are refused.
    private String name(String address) {
        return listening.hosts().isEmpty() || listening.hosts().contains(address)
                ? address
                : listening.hosts().getFirst();
    }
}
