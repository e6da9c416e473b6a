package io.aiplat.launcher.serve;

import org.slf4j.bridge.SLF4JBridgeHandler;

/// The libraries that log through `java.util.logging`, OpenTelemetry above all. Left alone they write lines of another
/// form, past the levels that are set for everything else.
public final class LibraryLogs {
    private LibraryLogs() {}

    /// Has them write as everything else does, from now on and for good.
    public static void join() {
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }
}
