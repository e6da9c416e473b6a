package io.aiplat.launcher.wiring;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.cluster.node.K3sLookup;
import io.aiplat.cluster.node.NativeNode;
import io.aiplat.cluster.node.NodeService;
import io.aiplat.cluster.node.NodeTraces;
import io.aiplat.cluster.node.ProcessNote;
import io.aiplat.cluster.provider.NativeProvider;
import io.aiplat.host.Processes;
import io.aiplat.store.process.ProcessFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Wires a node that is a process of this machine.
final class NativeClusters {
    private static final Path ROOT = Path.of("/");

    private NativeClusters() {}

    /// @param pinned the machine this home's cluster was made on; null where that is not known
    static ClusterProvider provider(InstallScope scope, String name, String owner, @Nullable ClusterIdentity pinned) {
        Map<String, String> environment = scope.surroundings.environment();
        NodeTraces machine = new NodeTraces(ROOT, environment);
        NodeService service = new NodeService(
                ROOT,
                machine,
                scope.processes(),
                note(new ProcessFile(scope.home().run().resolve("k3s.json"))),
                ROOT,
                scope.home().logs().resolve("k3s.log"));
        NativeNode node = new NativeNode(ROOT, owner, name, machine, service);
        return new NativeProvider(
                node, lookup(scope), name, owner, scope.settings().network(), pinned);
    }

    static K3sLookup lookup(InstallScope scope) {
        return new K3sLookup(
                scope.settings().cluster().k3sBinary(),
                scope.home().root().resolve("bin").resolve("k3s"),
                scope.surroundings.environment(),
                ROOT);
    }

    private static ProcessNote note(ProcessFile file) {
        return new ProcessNote() {
            @Override
            public Optional<Processes.Started> read() {
                return file.read().map(noted -> new Processes.Started(noted.pid(), noted.startMillis()));
            }

            @Override
            public void write(Processes.Started process) {
                file.write(process.pid(), process.startMillis());
            }

            @Override
            public void forget() {
                file.delete();
            }
        };
    }
}
