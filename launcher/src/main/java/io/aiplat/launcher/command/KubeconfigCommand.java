package io.aiplat.launcher.command;

import io.aiplat.launcher.Wiring;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat kubeconfig`: for kubectl, k9s and the like. `~/.kube` is not touched.
@Command(
        name = "kubeconfig",
        description = "Print how to reach the cluster, for kubectl and the like; ~/.kube is not touched.",
        footer = {"", "export KUBECONFIG=\"$(aiplat kubeconfig --path)\""})
final class KubeconfigCommand implements Runnable {
    private final Invocation invocation;

    @Option(names = "--path", description = "write it to a file that only you can read, and print where that is")
    private boolean path;

    KubeconfigCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (Wiring wiring = new Wiring(invocation.surroundings(), invocation.settings())) {
            String text = Clusters.own(wiring).provider().kubeconfig();
            if (path) {
                Path file = wiring.home().keepKubeconfig(text);
                invocation.output().value(Map.of("path", file), file + "\n");
            } else {
                invocation.output().value(Map.of("kubeconfig", text), text);
            }
        }
    }
}
