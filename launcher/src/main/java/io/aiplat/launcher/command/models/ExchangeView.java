package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.console.ConsoleProblems;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.EventRenderer;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// View of an export or import: has the appliance begin it, and shows how far it is until it has ended.
final class ExchangeView {
    private final Invocation invocation;
    private final ApplianceClient client;

    ExchangeView(Invocation invocation, ApplianceClient client) {
        this.invocation = invocation;
        this.client = client;
    }

    /// The appliance has another working folder than the person who typed the path.
    static String absolute(Invocation invocation, Path file) {
        return invocation.surroundings().folder().resolve(file).normalize().toString();
    }

    /// Begins it and follows it to its end.
    ///
    /// @param path below `/admin/v1` that begins it
    /// @param what for the person who interrupts it: `exporting smoke`
    /// @return the result of its job
    JsonNode follow(String path, ObjectNode body, Step step, String what) {
        try (EventRenderer events = invocation.output().events()) {
            Instant begin = Instant.now();
            events.accept(new Event.Started(1, 1, step));
            String id = client.work("POST", path, body).path("id").asText();
            String model = followed(id, step, events, what);
            events.accept(new Event.Ended(step, new StepResult.Done(model), Duration.between(begin, Instant.now())));
            return client.work("GET", "/jobs/" + ApplianceClient.encoded(id), null)
                    .path("result");
        }
    }

    /// Whoever presses Ctrl-C wants the work to end, and not only its report.
    private String followed(String id, Step step, EventRenderer events, String what) {
        try {
            return client.followPull(
                            id, (doing, done, total) -> events.accept(new Event.Progressed(step, doing, done, total)))
                    .model();
        } catch (RuntimeException failure) {
            if (!Thread.interrupted()) {
                throw failure;
            }
            client.cancel(id);
            throw new ApplianceException(ConsoleProblems.exchangeStopped(what), failure);
        }
    }
}
