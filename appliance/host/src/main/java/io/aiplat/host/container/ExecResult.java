package io.aiplat.host.container;

/// How a program inside a container ended.
///
/// @param exitCode 0 for success
/// @param out      its standard output
/// @param error    its standard error
public record ExecResult(int exitCode, String out, String error) {
    /// Whether it said that all went well.
    public boolean ok() {
        return exitCode == 0;
    }
}
