package io.aiplat.launcher.serve;

import io.aiplat.gateway.provider.ServingOptionsSource;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Route;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.source.ModelReference;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The model that an appliance has for its own: the one a person wanted, or the packed one that answers.
///
/// @param name as its engine lists it
record DefaultModel(String name) {
    /// That of an appliance.
    ///
    /// @param engine as decided, not `auto`
    static DefaultModel of(Settings.Models settings, EngineKind engine) {
        String wanted = settings.wanted();
        if (wanted == null) {
            return new DefaultModel(BundledModel.ALL.getFirst().name());
        }
        boolean packed =
                BundledModel.ALL.stream().anyMatch(model -> model.name().equals(wanted));
        return new DefaultModel(packed ? wanted : ModelReference.served(wanted, !engine.isOfHome()));
    }

    /// How it is kept in memory.
    ///
    /// @return null where it is not to be: the file says how long it stays, or has no use for it
    @Nullable
    ServingOptions kept(GatewayConfig plan) {
        return deployment(plan)
                .filter(d -> d.keepAlive() == null || d.keepAlive().equals(Deployment.FOREVER))
                .map(d -> new ServingOptions(ServingOptionsSource.of(d).context(), ServingOptions.FOREVER))
                .orElse(null);
    }

    /// The first that names it, else one that takes in all models.
    private Optional<Deployment> deployment(GatewayConfig plan) {
        return plan.routes().stream()
                .sorted(Comparator.comparing(Route::isWildcard))
                .flatMap(route -> route.deployments().stream())
                .filter(d -> plan.upstreamOf(d).provider() == UpstreamKind.EMBEDDED)
                .filter(this::isServedBy)
                .findFirst();
    }

    private boolean isServedBy(Deployment deployment) {
        String model = deployment.model();
        return model.endsWith("*")
                ? name.startsWith(model.substring(0, model.length() - 1))
                : ModelName.canonical(model).equals(name);
    }
}
