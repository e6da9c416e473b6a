package io.aiplat.provisioning.gpu;

/// Rung of the ladder: one thing that has to be so before models compute on a GPU. Looking changes nothing.
public interface Rung {
    /// One word for programs; it stays.
    String name();

    /// What has to be so, a few words.
    String about();

    /// Whether a look may take a while, so that whoever waits should be told.
    default boolean slow() {
        return false;
    }

    /// Looks once. Every rung below this one holds, or does not concern this machine.
    RungResult look(GpuEvidence evidence);
}
