package io.aiplat.launcher.command.keys;

import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.model.ApplianceException;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Route;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.store.Home;
import io.aiplat.store.process.ApplianceFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Sanity check of an allow-list: names of models that nothing is called by now. They may come to be, so a key for
/// them is made all the same.
final class UnservedNames {
    private UnservedNames() {}

    /// A sentence for each of the names that nothing answers to; none where that cannot be seen, because nothing
    /// runs.
    static List<String> among(List<String> names, Invocation invocation) {
        Home home = new Home(invocation.home());
        if (new ApplianceFile(home.appliance()).running().isEmpty()) {
            return List.of();
        }
        ConfigReadResult read = ConfigReload.ofNextUp(
                        home, invocation.surroundings().environment())
                .read();
        if (!(read instanceof ConfigReadResult.Accepted(var plan))) {
            return List.of();
        }
        Set<String> here = new HashSet<>();
        try (ApplianceClient client = Appliances.client(home.root())) {
            client.models().forEach(model -> here.add(model.path("name").asText()));
        } catch (ApplianceException _) {
            // The key is made; that its models could not be looked at is no fault of it.
            return List.of();
        }
        return names.stream()
                .filter(name -> !name.endsWith("*") && !name.equals(LimitOptions.NONE))
                .filter(name -> !here.contains(name) && !here.contains(name + ":latest") && !isPublic(plan, name))
                .map(name ->
                        "No model is called " + name + " now; the key opens nothing by that name until there is one.")
                .toList();
    }

    private static boolean isPublic(GatewayConfig plan, String name) {
        return plan.aliases().keySet().stream().anyMatch(alias -> covers(alias, name))
                || plan.routes().stream()
                        .filter(route -> covers(route.name(), name))
                        .anyMatch(route -> !route.name().endsWith("*") || leadsElsewhere(plan, route));
    }

    /// What another server has is not known here.
    private static boolean leadsElsewhere(GatewayConfig plan, Route route) {
        return route.deployments().stream().anyMatch(deployment -> {
            Upstream upstream = plan.upstreams().get(deployment.upstream());
            return upstream != null && upstream.provider() != UpstreamKind.EMBEDDED;
        });
    }

    private static boolean covers(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equalsIgnoreCase(name) || (pattern + ":latest").equalsIgnoreCase(name);
    }
}
