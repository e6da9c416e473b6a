package io.aiplat.model;

/// Where long work reports how far it is. Called often and from any thread; must not block.
@FunctionalInterface
public interface Progress {
    /// Drops every report.
    Progress NONE = (_, _, _) -> {};

    /// Reports.
    ///
    /// @param what  what is being done now, a few words
    /// @param done  how much is done, in bytes unless `what` says otherwise; may go down when a part is retried
    /// @param total how much there is, or 0 while that is unknown
    void at(String what, long done, long total);
}
