package io.aiplat.host.gpu;

/// Fault of one library of NVIDIA's driver: programs that ask for it get none, or one that the kernel module refuses.
///
/// @param soname  as programs ask for it
/// @param kind    what is wrong
/// @param path    where it is, or should be: the link that leads nowhere, the file of another version; empty where
/// there
///                is nothing
/// @param version of the file; empty where its name does not tell
public record DriverLibraryFault(String soname, Kind kind, String path, String version) {
    /// What can be wrong.
    public enum Kind {
        /// It is in none of the usual folders, and nothing computes without it.
        MISSING,
        /// There is a link with its name that leads nowhere, as a removed driver or a half copied folder leaves it.
        DANGLING,
        /// It belongs to another version than the loaded kernel module, as after an update without a restart.
        OTHER_VERSION
    }
}
