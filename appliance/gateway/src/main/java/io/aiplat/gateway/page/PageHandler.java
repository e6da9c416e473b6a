package io.aiplat.gateway.page;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Page handler: answers requests to addresses that are not the API's. Called from many threads.
@FunctionalInterface
public interface PageHandler {
    /// No pages at all.
    PageHandler NONE = _ -> null;

    /// Answers a request.
    ///
    /// @return null if there is no such page
    /// @throws IOException if the client has left
    @Nullable
    PageResponse answer(PageRequest request) throws IOException;
}
