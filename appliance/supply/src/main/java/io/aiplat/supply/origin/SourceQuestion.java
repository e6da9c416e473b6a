package io.aiplat.supply.origin;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.source.SourceProblems;
import java.io.IOException;

/// Question to a source over the network.
@FunctionalInterface
interface SourceQuestion<T> {
    T ask() throws IOException, InterruptedException;

    /// Asks, and says that a source cannot be reached where there is no answer.
    ///
    /// @param where the source, as people call it
    /// @param host  that is asked
    static <T> T asked(String where, String host, SourceQuestion<T> question) {
        try {
            return question.ask();
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new ApplianceException(
                    SourceProblems.sourceUnreachable(where, host, "No answer: " + why + (why.endsWith(".") ? "" : ".")),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(
                    SourceProblems.sourceUnreachable(where, host, "The request was interrupted."), e);
        }
    }
}
