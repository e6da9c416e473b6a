package io.aiplat.cluster.kubernetes;

import io.aiplat.model.ApplianceException;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.PortForward;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A way to a service through the Kubernetes API: a port on 127.0.0.1 whose every connection is forwarded to a pod
/// that is ready when the connection is made. So it outlives pods that are replaced, without watching them.
final class PodForward implements ServiceReach {
    private static final Logger LOG = LoggerFactory.getLogger(PodForward.class);

    private final Supplier<KubernetesApi> api;
    private final String namespace;
    private final String service;
    private final int port;
    private final OptionalInt copy;
    private final ServerSocketChannel server;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /// Listens at once.
    ///
    /// @param api  asked for at every connection; whether it is the right cluster is verified then
    /// @param port of the service
    /// @param copy as [ServiceReach#forwarded(Supplier, String, String, int, int)] has it; empty for any pod
    PodForward(Supplier<KubernetesApi> api, String namespace, String service, int port, OptionalInt copy) {
        this.api = api;
        this.namespace = namespace;
        this.service = service;
        this.port = port;
        this.copy = copy;
        try {
            this.server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
        Thread.ofVirtual().name("forward-" + service).start(this::accept);
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.socket().getLocalPort());
    }

    @Override
    public void close() {
        quietly(server);
        open.forEach(PodForward::quietly);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                Connection connection = new Connection(server.accept());
                open.add(connection);
                Thread.ofVirtual().name("forward-" + service).start(() -> forward(connection));
            } catch (IOException e) {
                if (server.isOpen()) {
                    LOG.warn("cannot accept a connection to service {}", service, e);
                }
            }
        }
    }

    /// Whoever connected sees a closed connection where this fails, as with any server that is not there.
    private void forward(Connection connection) {
        try {
            KubernetesApi now = api.get();
            now.verify();
            KubernetesClient client = now.client();
            Service found =
                    client.services().inNamespace(namespace).withName(service).get();
            Optional<ServicePort> wanted = found == null ? Optional.empty() : wanted(found);
            if (wanted.isEmpty()) {
                LOG.info("there is no service {} with port {} in namespace {}", service, port, namespace);
                quietly(connection);
                return;
            }
            Optional<Pod> pod = readyPod(client, found);
            if (pod.isEmpty()) {
                LOG.info("no pod of service {} is ready", service);
                quietly(connection);
                return;
            }
            connection.carriedBy(client.pods()
                    .resource(pod.get())
                    .portForward(target(wanted.get(), pod.get()), connection, connection));
        } catch (KubernetesClientException e) {
            LOG.info("cannot forward to service {}: {}", service, KubernetesErrors.of(e));
            quietly(connection);
        } catch (ApplianceException e) {
            LOG.warn(
                    "nothing is forwarded to service {}: {}",
                    service,
                    e.problem().toText());
            quietly(connection);
        }
    }

    private Optional<ServicePort> wanted(Service found) {
        return found.getSpec().getPorts().stream()
                .filter(candidate -> candidate.getPort() == port)
                .findFirst();
    }

    private Optional<Pod> readyPod(KubernetesClient client, Service found) {
        List<Pod> ready =
                client
                        .pods()
                        .inNamespace(namespace)
                        .withLabels(found.getSpec().getSelector())
                        .list()
                        .getItems()
                        .stream()
                        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                        .filter(Readiness::isPodReady)
                        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                        .toList();
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        int chosen = copy.isPresent()
                ? copy.getAsInt() % ready.size()
                : ThreadLocalRandom.current().nextInt(ready.size());
        return Optional.of(ready.get(chosen));
    }

    /// The pod's port behind one of the service, which may be given by name.
    private static int target(ServicePort wanted, Pod pod) {
        IntOrString target = wanted.getTargetPort();
        if (target == null) {
            return wanted.getPort();
        }
        if (target.getStrVal() == null) {
            return target.getIntVal();
        }
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> target.getStrVal().equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElse(wanted.getPort());
    }

    private static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // Whatever it was, it is not used any more.
            LOG.debug("closing failed", e);
        }
    }

    /// A caller's connection; the client closes it when the pod's side ends, and then it is forgotten.
    private final class Connection implements ByteChannel {
        private final SocketChannel channel;
        private volatile @Nullable PortForward carrier;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void carriedBy(PortForward forward) {
            carrier = forward;
            if (!channel.isOpen()) {
                quietly(forward);
            }
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return channel.write(from);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            if (open.remove(this)) {
                channel.close();
                PortForward forward = carrier;
                if (forward != null) {
                    forward.close();
                }
            }
        }
    }
}
