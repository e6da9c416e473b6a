package io.aiplat.gateway.connection;

import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.http.RequestHead;
import java.io.IOException;

/// Request handler of a listener: answers whatever is asked.
public interface ExchangeHandler {
    /// The same request at the one address that it means.
    default RequestHead canonical(RequestHead head) {
        return head;
    }

    /// Answers. Whatever fails inside is answered inside.
    ///
    /// @throws IOException if the client cannot be answered any more
    void handle(Exchange exchange) throws IOException;

    /// What is said to a client whose request could not be understood.
    ///
    /// @param id of the answer
    /// @return the body, as JSON
    byte[] refusal(MalformedRequest malformed, String id);
}
