package io.aiplat.gateway.guard;

import io.aiplat.gateway.surface.ApiException;
import io.aiplat.routing.Guard;
import java.util.List;

/// One guard at work.
interface Watcher {
    /// By which people know it.
    String name();

    /// The texts as they may go on, one for each; the same texts where nothing is changed.
    ///
    /// @throws ApiException if none of them may go on
    List<Text> pass(List<Text> texts, Guard.Moment moment, TimeLimit limit);
}
