package io.aiplat.quality.request;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// What can be wrong with following requests.
public final class RequestProblems {
    private static final ProblemCode UNKNOWN = new ProblemCode("REQUESTS_UNKNOWN", Kind.NOT_FOUND);

    private RequestProblems() {}

    /// The log has no such request.
    public static Problem unknown(String id) {
        return new Problem(
                UNKNOWN,
                "There is no request " + id + " in the log",
                "It was never made here, its key was refused, or its line has made room for newer ones.",
                List.of(
                        "An id is what an answer has as x-request-id; aiplat requests list shows the last ones",
                        "Its trace may be kept still: aiplat traces list"));
    }
}
