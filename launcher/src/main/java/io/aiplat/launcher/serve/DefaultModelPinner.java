package io.aiplat.launcher.serve;

import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.ModelPinner;
import io.aiplat.inference.StoppedModels;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.routing.GatewayConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pinner of the default model: keeps it in memory as long as settings and routes want it there.
final class DefaultModelPinner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultModelPinner.class);

    private final DefaultModel model;
    private final boolean wanted;
    private final ModelPinner kept;

    private DefaultModelPinner(DefaultModel model, boolean wanted, ModelPinner kept) {
        this.model = model;
        this.wanted = wanted;
        this.kept = kept;
    }

    /// Begins to.
    ///
    /// @param kind    as decided, not `auto`
    /// @param stopped those that a person does not want in memory now
    static DefaultModelPinner start(
            Settings.Models settings, EngineKind kind, ModelEngine engine, StoppedModels stopped, GatewayConfig plan) {
        DefaultModel model = DefaultModel.of(settings, kind);
        ModelPinner kept = new ModelPinner(engine, model.name(), stopped, LOG::info);
        DefaultModelPinner started = new DefaultModelPinner(model, settings.keepLoaded(), kept);
        started.follow(plan);
        kept.start();
        return started;
    }

    /// Goes by other routes.
    void follow(GatewayConfig plan) {
        kept.want(wanted ? model.kept(plan) : null);
    }

    @Override
    public void close() {
        kept.close();
    }
}
