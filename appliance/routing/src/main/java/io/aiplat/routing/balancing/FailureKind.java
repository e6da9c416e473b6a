package io.aiplat.routing.balancing;

/// How an attempt failed, and what follows from it. The columns are the table of the retry policy.
public enum FailureKind {
    /// No connection.
    CONNECT(Blame.COUNTS, Remedy.ANOTHER),
    /// No answer, or no further piece of it, in time.
    TIMEOUT(Blame.COUNTS, Remedy.ANOTHER),
    /// Too many requests: 429.
    RATE_LIMITED(Blame.PAUSES, Remedy.ANOTHER),
    /// A fault of the server: 5xx.
    SERVER_ERROR(Blame.COUNTS, Remedy.ANOTHER),
    /// The connection ended before the answer did, or the answer makes no sense.
    CUT(Blame.COUNTS, Remedy.ANOTHER),
    /// The gateway's own key is refused: 401, 403. Another deployment may have another key.
    AUTH(Blame.PAUSES, Remedy.ANOTHER),
    /// The server does not have the model: 404.
    NO_MODEL(Blame.PAUSES, Remedy.ANOTHER),
    /// No place became free in time. That says nothing of the server's health.
    BUSY(Blame.NONE, Remedy.ANOTHER),
    /// None of its servers is there, and none came in time. That says nothing of their health.
    NOT_STARTED(Blame.NONE, Remedy.STAND_IN),
    /// The request is wrong, wherever it is sent: 400, 422.
    BAD_REQUEST(Blame.NONE, Remedy.NONE),
    /// The prompt is too long for the model.
    CONTEXT_WINDOW(Blame.NONE, Remedy.LONGER_CONTEXT),
    /// The provider's content policy refuses the prompt.
    CONTENT_POLICY(Blame.NONE, Remedy.OTHER_POLICY);

    private final Blame blame;
    private final Remedy remedy;

    FailureKind(Blame blame, Remedy remedy) {
        this.blame = blame;
        this.remedy = remedy;
    }

    /// What it says of the deployment's health.
    Blame blame() {
        return blame;
    }

    /// What can be done for the request.
    Remedy remedy() {
        return remedy;
    }

    /// What a failure says of a deployment's health.
    enum Blame {
        /// Nothing.
        NONE,
        /// One of several that make it pause.
        COUNTS,
        /// Enough to make it pause at once: the next request would fail in the same way.
        PAUSES
    }

    /// What can be done for a request that failed.
    enum Remedy {
        /// Nothing: the client has to hear of it.
        NONE,
        /// Another attempt, then a model that stands in.
        ANOTHER,
        /// A model that stands in: another attempt would wait for the same.
        STAND_IN,
        /// A model that stands in with a longer context.
        LONGER_CONTEXT,
        /// A model that stands in under another policy.
        OTHER_POLICY
    }
}
