package io.aiplat.launcher.render;

import io.aiplat.model.plan.Event;

/// Shows events until it is closed. Takes them from any thread.
public interface EventRenderer extends Event.Sink, AutoCloseable {
    /// Leaves the cursor at the beginning of a line.
    @Override
    void close();
}
