package io.aiplat.provisioning.gpu;

import java.util.Optional;

/// Repairs of this machine that do no harm, and what they need to know.
public interface HostRepairs {
    /// Whether this process may make device nodes and load modules.
    boolean root();

    /// Loads a module of the kernel that is installed; nothing happens where it is loaded.
    ///
    /// @return whether it is loaded now
    boolean loadModule(String name);

    /// Major number of the device nodes of a driver, as the kernel says; empty where it has none of that name.
    Optional<Integer> major(String driver);

    /// Lets NVIDIA's own program make its device nodes, where it is installed.
    ///
    /// @return whether it said that it did
    boolean nvidiaModprobe();

    /// Makes the node of a character device that everybody may open; nothing happens where there is one.
    ///
    /// @return whether it is there now
    boolean makeNode(String path, int major, int minor);
}
