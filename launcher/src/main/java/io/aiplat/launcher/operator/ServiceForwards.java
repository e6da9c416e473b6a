package io.aiplat.launcher.operator;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.operator.realization.ServiceAddresses;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Forwards to services of a cluster, for a gateway outside of it.
final class ServiceForwards implements ServiceAddresses, AutoCloseable {
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9-]{1,63})\\.([a-z0-9-]{1,63})(\\.svc(\\.cluster\\.local)?)?\\.?");

    private final ClusterProvider cluster;
    private final Map<URI, ServiceReach> open = new ConcurrentHashMap<>();

    ServiceForwards(ClusterProvider cluster) {
        this.cluster = cluster;
    }

    /// A service's name and its namespace.
    private record Service(String namespace, String name) {}

    @Override
    public URI reachable(URI endpoint) {
        ServiceReach reach = open.get(endpoint);
        if (reach == null) {
            Optional<Service> service = service(endpoint);
            if (service.isEmpty()) {
                return endpoint;
            }
            reach = open.computeIfAbsent(
                    endpoint, _ -> reach(service.get(), port(endpoint), ServiceAddresses.copy(endpoint)));
        }
        return URI.create(reach.uri() + (endpoint.getRawPath() == null ? "" : endpoint.getRawPath()));
    }

    private ServiceReach reach(Service service, int port, OptionalInt copy) {
        return copy.isPresent()
                ? ServiceReach.forwarded(cluster::kube, service.namespace, service.name, port, copy.getAsInt())
                : cluster.reach(service.namespace, service.name, port);
    }

    private static int port(URI endpoint) {
        return endpoint.getPort() > 0
                ? endpoint.getPort()
                : endpoint.getScheme().equals("https") ? 443 : 80;
    }

    /// A name of two words may be a service here or a host anywhere: it is a service where there is one.
    private Optional<Service> service(URI endpoint) {
        Matcher name = NAME.matcher(endpoint.getHost() == null ? "" : endpoint.getHost());
        if (!name.matches()) {
            return Optional.empty();
        }
        Service service = new Service(name.group(2), name.group(1));
        return name.group(3) != null || cluster.kube().hasService(service.namespace, service.name)
                ? Optional.of(service)
                : Optional.empty();
    }

    @Override
    public void release(URI endpoint) {
        ServiceReach reach = open.remove(endpoint);
        if (reach != null) {
            reach.close();
        }
    }

    @Override
    public void close() {
        open.keySet().forEach(this::release);
    }
}
