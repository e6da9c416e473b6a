package io.aiplat.cluster.provider;

import io.aiplat.host.container.ExecResult;
import java.io.InputStream;
import java.util.List;

/// Way to run a program in a node. The first word is `k3s`, the only program of a node that is relied on.
interface NodeShell {
    /// Runs it to its end.
    ExecResult run(List<String> command);

    /// Runs it to its end, and lets it read a stream.
    ExecResult run(List<String> command, InputStream in);
}
