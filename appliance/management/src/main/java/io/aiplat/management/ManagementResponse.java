package io.aiplat.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// Response of the management API: a value, or a stream of values.
public sealed interface ManagementResponse {
    /// A value.
    ///
    /// @param status of HTTP
    /// @param body   missing where nothing is to be said
    record Value(int status, JsonNode body) implements ManagementResponse {
        static Value nothing() {
            return new Value(204, MissingNode.getInstance());
        }
    }

    /// Values, one after the other, as they come about.
    record Stream(Source source) implements ManagementResponse {}

    /// Where a stream comes from.
    @FunctionalInterface
    interface Source {
        /// Hands on value after value, and returns after the last.
        ///
        /// @throws IOException          of the sink: nobody takes them any more
        /// @throws InterruptedException if the process is to end
        void writeTo(Sink sink) throws IOException, InterruptedException;
    }

    /// Where a stream goes.
    @FunctionalInterface
    interface Sink {
        /// Takes a value at once.
        void accept(ObjectNode value) throws IOException;
    }
}
