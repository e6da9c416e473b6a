package io.aiplat.launcher.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.console.ModelPulls;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.ResidentModel;
import io.aiplat.management.job.Job;
import io.aiplat.management.job.JobOutcome;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.TransferSpeed;
import io.aiplat.operator.realization.ModelHome;
import io.aiplat.operator.realization.ModelState;
import io.aiplat.supply.ModelDetails;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.PullRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Models of this appliance for its operator: a pull that a resource begins is a job like any other, and is listed and
/// cancelled like one.
public final class OperatorModels implements ModelHome {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorModels.class);

    private final ModelPulls pulls;
    private final ModelStore store;
    private final ModelEngine engine;

    /// Of an appliance.
    ///
    /// @param pulls  that resources begin
    /// @param store  keeps what they bring
    /// @param engine loads it
    public OperatorModels(ModelPulls pulls, ModelStore store, ModelEngine engine) {
        this.pulls = pulls;
        this.store = store;
        this.engine = engine;
    }

    @Override
    public ModelState state(String reference, @Nullable String name) {
        Optional<Job> job = pulls.latest(PullRequest.of(reference));
        Job.Report report = job.map(Job::latest).orElse(null);
        if (report != null && report.outcome() == null) {
            TransferSpeed.Estimate speed = report.speed();
            return new ModelState.Coming(
                    report.what(),
                    report.done(),
                    report.total(),
                    speed == null ? null : speed.bytesPerSecond(),
                    speed == null || speed.left() == null ? null : speed.left().toSeconds());
        }
        String kept = report != null && report.outcome() instanceof JobOutcome.Done(JsonNode result)
                ? result.path("model").asText()
                : name == null ? ModelName.canonical(reference) : name;
        Optional<ModelState> here = here(kept);
        if (here.isPresent()) {
            return here.get();
        }
        return report != null && report.outcome() instanceof JobOutcome.Failed(var problem)
                ? new ModelState.Failed(problem)
                : new ModelState.Absent();
    }

    private Optional<ModelState> here(String name) {
        try {
            ModelDetails details = store.details(name);
            Optional<ResidentModel> loaded = engine.resident().stream()
                    .filter(each -> each.name().equals(details.name()))
                    .findFirst();
            return Optional.of(new ModelState.Here(
                    details.name(),
                    details.digest(),
                    details.bytes(),
                    loaded.map(ResidentModel::context)
                            .filter(tokens -> tokens > 0)
                            .orElse(details.context()),
                    loaded.map(ResidentModel::memory).orElse(0L),
                    loaded.map(ResidentModel::gpu).orElse(0L)));
        } catch (ModelNotFound _) {
            return Optional.empty();
        }
    }

    @Override
    public void bring(String reference) {
        pulls.begin(PullRequest.of(reference));
    }

    @Override
    public void remove(String name) {
        pulls.end(name);
        try {
            store.remove(name);
            LOG.info("the model {} went with the resource that it had come for", name);
        } catch (ModelNotFound _) {
            // Somebody was quicker.
        } catch (ApplianceException e) {
            LOG.warn("the model {} stays: {}", name, e.problem().what());
            throw e;
        }
    }
}
