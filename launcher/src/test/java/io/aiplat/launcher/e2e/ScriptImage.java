package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;

/// An image that runs one line of shell, whatever it is told: in the place of a node or a pod it is one that fails.
///
/// @param name with a tag
record ScriptImage(String name) implements AutoCloseable {
    /// Makes it of the testbed's busybox.
    ///
    /// @param story makes its name, with a number so that two runs of the tests do not meet
    static ScriptImage of(String story, String script) {
        String name = "aiplat-e2e/" + story + ":" + ProcessHandle.current().pid();
        String container =
                docker("create", "aiplat-testbed/busybox:1", "true").out().strip();
        docker("commit", "--change", "ENTRYPOINT [\"sh\", \"-c\", \"" + script + "\"]", container, name);
        docker("rm", container);
        return new ScriptImage(name);
    }

    @Override
    public void close() {
        docker("image", "rm", "--force", name);
    }
}
