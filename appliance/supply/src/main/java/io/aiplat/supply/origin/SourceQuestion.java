package io.aiplat.supply.origin;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.source.SourceProblems;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.stream.Stream;

/// Question to a source over the network.
@FunctionalInterface
interface SourceQuestion<T> {
    T ask() throws IOException, InterruptedException;

    /// The client of the JDK has no words for the two commonest reasons.
    private static String why(IOException e, String host) {
        if (e.getMessage() != null) {
            return e.getMessage();
        }
        boolean unresolved = Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                .limit(5)
                .anyMatch(UnresolvedAddressException.class::isInstance);
        if (unresolved) {
            return "nobody knows the name " + host + ".";
        }
        return e instanceof ConnectException ? "nobody takes connections at " + host + "." : e.toString();
    }

    /// Asks, and says that a source cannot be reached where there is no answer.
    ///
    /// @param where the source, as people call it
    /// @param host  that is asked
    static <T> T asked(String where, String host, SourceQuestion<T> question) {
        try {
            return question.ask();
        } catch (IOException e) {
            String why = why(e, host);
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
