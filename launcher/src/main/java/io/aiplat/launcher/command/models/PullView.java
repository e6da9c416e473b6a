package io.aiplat.launcher.command.models;

import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.EventRenderer;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/// View of a pull: how far it is until it has ended, and what it brought.
final class PullView {
    /// So many letters of an id tell a job from the others that are remembered.
    private static final int BRIEF = 8;

    private final Invocation invocation;

    PullView(Invocation invocation) {
        this.invocation = invocation;
    }

    static String brief(String id) {
        return id.substring(0, Math.min(BRIEF, id.length()));
    }

    /// Follows a pull to its end.
    ///
    /// @param interrupted what becomes of it when whoever follows is interrupted
    void follow(ApplianceClient client, String id, String model, Supplier<ApplianceException> interrupted) {
        ApplianceClient.Pulled pulled;
        try (EventRenderer events = invocation.output().events()) {
            Step step = new ModelStep.PullModel(model);
            Instant begin = Instant.now();
            events.accept(new Event.Started(1, 1, step));
            pulled = pulled(client, id, step, events, interrupted);
            events.accept(new Event.Ended(
                    step, new StepResult.Done("served as " + pulled.model()), Duration.between(begin, Instant.now())));
        }
        if (pulled.warning() != null) {
            invocation.output().warning(pulled.warning());
        }
        String name = pulled.model();
        invocation
                .output()
                .value(
                        Map.of("model", name),
                        "Model " + name + " is here. Try it: aiplat chat -m " + name + " hello\n");
    }

    private static ApplianceClient.Pulled pulled(
            ApplianceClient client,
            String id,
            Step step,
            EventRenderer events,
            Supplier<ApplianceException> interrupted) {
        try {
            return client.followPull(
                    id, (what, done, total) -> events.accept(new Event.Progressed(step, what, done, total)));
        } catch (RuntimeException failure) {
            if (!Thread.interrupted()) {
                throw failure;
            }
            ApplianceException end = interrupted.get();
            end.addSuppressed(failure);
            throw end;
        }
    }
}
