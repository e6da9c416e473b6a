package io.aiplat.launcher.serve;

import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.models.KeptModel;
import io.aiplat.models.ModelEngine;
import io.aiplat.routing.GatewayPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the default model in memory as long as settings and routes want it there.
final class KeptDefault implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptDefault.class);

    private final DefaultModel model;
    private final boolean wanted;
    private final KeptModel kept;

    private KeptDefault(DefaultModel model, boolean wanted, KeptModel kept) {
        this.model = model;
        this.wanted = wanted;
        this.kept = kept;
    }

    /// Begins to.
    ///
    /// @param kind as decided, not `auto`
    static KeptDefault start(Settings.Models settings, EngineKind kind, ModelEngine engine, GatewayPlan plan) {
        DefaultModel model = DefaultModel.of(settings, kind);
        KeptModel kept = new KeptModel(engine, model.name(), LOG::info);
        KeptDefault started = new KeptDefault(model, settings.keepLoaded(), kept);
        started.follow(plan);
        kept.start();
        return started;
    }

    /// Goes by other routes.
    void follow(GatewayPlan plan) {
        kept.want(wanted ? model.kept(plan) : null);
    }

    @Override
    public void close() {
        kept.close();
    }
}
