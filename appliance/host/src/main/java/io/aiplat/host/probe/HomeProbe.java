package io.aiplat.host.probe;

import io.aiplat.host.HostProblems;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.host.HostFacts;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether aiplat's home can be written to, or made.
final class HomeProbe implements Probe {
    @Override
    public String name() {
        return "home";
    }

    @Override
    public String because() {
        return "Key, state, logs and models are kept there.";
    }

    @Override
    public ProbeResult judge(HostFacts facts, Settings settings, ClusterKind kind) {
        Path home = settings.home().toAbsolutePath();
        Path at = home;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        if (!Files.isDirectory(at)) {
            return new ProbeResult.Refuse(HostProblems.homeNotWritable(home, at + " is not a folder."));
        }
        if (!Files.isWritable(at)) {
            return new ProbeResult.Refuse(HostProblems.homeNotWritable(home, "This user may not write to " + at + "."));
        }
        return new ProbeResult.Pass(home + " can be written to");
    }
}
