package io.aiplat.routing;

import io.aiplat.model.spend.Price;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Complete mediation of a wildcard: the models it does not serve, because a name of their own leads to them.
///
/// What an appliance serves besides its file leaves out every model that the file leads to; custom resources and
/// agents, which anybody who may make one adds, hide nothing. A wildcard that the
/// file writes leaves out those that a name leads to at a higher price or with further guards: it would be the way
/// round them.
final class WildcardExclusions {
    private static final int OLLAMA_PORT = 11434;
    private static final WildcardExclusions NOTHING = new WildcardExclusions(Map.of());

    private final Map<Deployment, Models> byDeployment;

    /// @param keys       spellings' keys of whole names
    /// @param beginnings of keys
    private record Models(Set<String> keys, List<String> beginnings) {
        boolean has(String model) {
            String key = NameCanonicalizer.key(model);
            return keys.contains(key) || beginnings.stream().anyMatch(key::startsWith);
        }
    }

    private WildcardExclusions(Map<Deployment, Models> byDeployment) {
        this.byDeployment = Map.copyOf(byDeployment);
    }

    /// What a wildcard leaves out.
    ///
    /// @param all       routes of the plan
    /// @param upstreams by name; deployments at others, which a file with mistakes has, count as nowhere
    /// @param added     names of routes that are not of the file
    static WildcardExclusions of(Route wildcard, List<Route> all, Map<String, Upstream> upstreams, Set<String> added) {
        Map<Deployment, Models> left = new HashMap<>();
        for (Deployment own : wildcard.deployments()) {
            Upstream server = upstreams.get(own.upstream());
            if (server == null || !own.model().endsWith("*")) {
                continue;
            }
            Set<String> keys = new HashSet<>();
            List<String> beginnings = new ArrayList<>();
            for (Route other : all) {
                boolean hides = isImplied(wildcard) && !added.contains(other.name());
                for (Deployment its : other.deployments()) {
                    Upstream there = upstreams.get(its.upstream());
                    boolean many = its.model().endsWith("*");
                    if (other.equals(wildcard) || there == null || !mayBeSame(server, there, many)) {
                        continue;
                    }
                    if (many && hides) {
                        beginnings.add(beginning(its.model()));
                    } else if (!many && (hides || isWayRound(wildcard, own, other, its))) {
                        keys.add(NameCanonicalizer.key(its.model()));
                    }
                }
            }
            if (!keys.isEmpty() || !beginnings.isEmpty()) {
                left.put(own, new Models(Set.copyOf(keys), List.copyOf(beginnings)));
            }
        }
        return left.isEmpty() ? NOTHING : new WildcardExclusions(left);
    }

    private static String beginning(String model) {
        return model.substring(0, model.length() - 1).toLowerCase(Locale.ROOT);
    }

    /// Whether a model is one of them.
    ///
    /// @param rest what the wildcard's `*` stood for
    boolean has(String rest) {
        for (Map.Entry<Deployment, Models> left : byDeployment.entrySet()) {
            if (left.getValue().has(left.getKey().modelFor(rest))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isImplied(Route wildcard) {
        return wildcard.equals(
                Route.everyModelOf(wildcard.deployments().getFirst().upstream()));
    }

    /// Whether two upstreams may be one server. The engine that is here may be an Ollama of this machine.
    ///
    /// @param many whether all its models are meant, so that a server that is only near would hide all of ours
    private static boolean mayBeSame(Upstream one, Upstream other, boolean many) {
        URI url = one.url();
        URI there = other.url();
        if (url == null && there == null) {
            return true;
        }
        if (url == null || there == null) {
            return isNear(url == null ? other : one, many);
        }
        return host(url).equals(host(there)) && port(url) == port(there);
    }

    private static boolean isNear(Upstream server, boolean many) {
        URI url = Objects.requireNonNull(server.url());
        return host(url).equals("localhost")
                && (!many || server.provider() == UpstreamKind.OLLAMA || port(url) == OLLAMA_PORT);
    }

    private static String host(URI url) {
        String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("127.") || host.equals("[::1]") || host.equals("0.0.0.0") ? "localhost" : host;
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private static boolean isWayRound(Route wildcard, Deployment own, Route other, Deployment its) {
        return !wildcard.guards().containsAll(other.guards())
                || !costsAsMuch(wildcard.priceOf(own), other.priceOf(its));
    }

    private static boolean costsAsMuch(@Nullable Price one, @Nullable Price other) {
        if (other == null || one == null) {
            return other == null;
        }
        return switch (one) {
            case Price.PerGpuHour mine -> other instanceof Price.PerGpuHour its && mine.micros() >= its.micros();
            case Price.PerToken mine ->
                other instanceof Price.PerToken its
                        && mine.inputPerMillion() >= its.inputPerMillion()
                        && mine.outputPerMillion() >= its.outputPerMillion()
                        && mine.cachedInputPerMillion() >= its.cachedInputPerMillion()
                        && mine.cacheWritePerMillion() >= its.cacheWritePerMillion();
            case Price.Free _, Price.Dearest _ -> false;
        };
    }
}
