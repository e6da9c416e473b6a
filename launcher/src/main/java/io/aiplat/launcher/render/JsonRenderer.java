package io.aiplat.launcher.render;

import io.aiplat.model.plan.Event;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;

/// One JSON object a line. Progress comes at most once a second.
final class JsonRenderer implements EventRenderer {
    private final PrintStream out;
    private final Throttle pace;

    JsonRenderer(PrintStream out, InstantSource clock) {
        this.out = out;
        this.pace = new Throttle(clock, Duration.ofSeconds(1));
    }

    @Override
    public synchronized void accept(Event event) {
        if (!(event instanceof Event.Progressed) || pace.due()) {
            out.println(JsonLine.of(EventJson.of(event)));
            out.flush();
        }
    }

    @Override
    public void close() {
        // Every line is complete already.
    }
}
