package io.aiplat.launcher.command.engines;

import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.HostFacts;
import io.aiplat.supply.engine.EnginePackages;
import io.aiplat.supply.engine.EnginePlatform;
import io.aiplat.supply.engine.EngineReleases;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What is offered where only the engine in the JAR would run models. Nothing is fetched that was not asked for.
public final class EngineOffer {
    private EngineOffer() {}

    /// One line with the command and the size of the download; empty where there is nothing to offer.
    public static String line(InstallScope scope, HostFacts host) {
        if (scope.llamaServer().found().isPresent()) {
            return "A current llama.cpp is here, for real models: aiplat up --engine llamacpp";
        }
        return EngineReleases.suited(EnginePackages.LLAMACPP, EnginePlatform.here(), vendors(host.gpus()))
                .map(release -> "A current llama.cpp, for real models (" + Quantity.bytes(release.bytes())
                        + " to download): aiplat engines install llamacpp && aiplat up --engine llamacpp")
                .orElse("");
    }

    /// Makers of the GPUs here that compute.
    static Set<String> vendors(InstallScope scope) {
        return vendors(
                scope.survey().look(scope.settings(), List.of(), List.of()).gpus());
    }

    private static Set<String> vendors(List<Gpu> gpus) {
        return gpus.stream().filter(Gpu::computes).map(Gpu::vendor).collect(Collectors.toSet());
    }
}
