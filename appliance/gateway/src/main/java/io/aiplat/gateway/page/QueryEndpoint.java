package io.aiplat.gateway.page;

/// Query endpoint: answers programs that have a key that may read metrics, beside the model API. It is neither logged
/// nor traced as a request, for what watches the gateway is not what it is for. Called from many threads.
public interface QueryEndpoint {
    /// Whether it answers at an address.
    boolean serves(String path);

    /// Bytes that the form in a body may have.
    int most();

    /// Answers what was asked.
    PageResponse answer(QueryRequest request);

    /// What it says, in its own form, where a request is refused before it is asked.
    ///
    /// @param status 401, 403 or 405
    /// @param why    a sentence
    PageResponse refused(int status, String why);
}
