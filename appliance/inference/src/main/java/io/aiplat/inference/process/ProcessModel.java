package io.aiplat.inference.process;

/// A model as a process is told to load it.
public interface ProcessModel {
    /// By which it is asked for.
    String name();

    /// What a process is told. One that was told something equal can be used, and any other has to go first.
    Object loading();

    /// Tokens that it can see at once in each slot.
    int contextLength();

    /// Bytes of memory that it needs: see [io.aiplat.supply.fit.MemoryNeed].
    long memory();
}
