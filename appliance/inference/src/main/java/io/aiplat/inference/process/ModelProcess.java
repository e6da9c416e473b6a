package io.aiplat.inference.process;

/// A process with one model in memory.
public interface ModelProcess {
    /// Whether it could take a request.
    boolean alive();

    /// Its process id, for tests and people.
    long pid();

    /// Ends it with what it is doing, and waits until its memory is free again.
    void kill();
}
