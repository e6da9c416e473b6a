package io.aiplat.launcher.render;

import io.aiplat.model.plan.Event;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/// One object for a program for each event. Progress comes at most once a second.
final class JsonRenderer implements EventRenderer {
    private final Consumer<Object> out;
    private final Throttle pace;

    JsonRenderer(Consumer<Object> out, InstantSource clock) {
        this.out = out;
        this.pace = new Throttle(clock, Duration.ofSeconds(1));
    }

    @Override
    public synchronized void accept(Event event) {
        if (!(event instanceof Event.Progressed) || pace.due()) {
            out.accept(EventJson.of(event));
        }
    }

    @Override
    public void close() {
        // Every line is complete already.
    }
}
