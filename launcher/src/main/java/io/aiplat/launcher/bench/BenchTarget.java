package io.aiplat.launcher.bench;

/// What is measured: something that answers a prompt.
@FunctionalInterface
public interface BenchTarget {
    /// Asks once and waits for the whole answer.
    ///
    /// @param outputTokens that are asked for
    /// @return what became of it; a request that fails is a sample too
    /// @throws InterruptedException if the caller gives up
    BenchSample ask(String prompt, int outputTokens) throws InterruptedException;
}
