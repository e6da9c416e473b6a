package io.aiplat.routing.source;

import io.aiplat.model.Problem;
import io.aiplat.routing.Origin;
import java.util.List;

/// Route source: one place that routes come from, such as gateway.yaml or a custom resource. Each has one origin; who
/// watches many resources makes a source of each. Implementations are safe for several threads.
public interface RouteSource {
    /// Where its routes come from; always the same, and that of no other source.
    Origin origin();

    /// What it says now. Asked after each change, by one thread; it neither waits nor throws.
    FragmentResult current();

    /// Takes what to call, from any thread, when [#current] says something else. There is one listener, taken before
    /// the first question.
    void onChange(Runnable listener);

    /// Is told what of it is not served, each time that becomes something else: for the condition of a resource.
    ///
    /// @param problems that keep parts of it, or a newer state of it, from being served; none when all of it is
    default void told(List<Problem> problems) {}
}
