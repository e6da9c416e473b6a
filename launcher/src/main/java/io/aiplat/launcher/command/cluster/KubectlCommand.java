package io.aiplat.launcher.command.cluster;

import io.aiplat.host.Processes;
import io.aiplat.host.container.Containers;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aiplat kubectl`: the node's own kubectl, or the person's for a cluster that was there before.
@Command(
        name = "kubectl",
        description = {
            "Run kubectl against the cluster. Every word behind `kubectl` is kubectl's; options of aiplat stand "
                    + "before it.",
            "Exit status: that of kubectl."
        },
        footer = {
            "",
            "In a docker cluster it runs inside the node, so a file it is to read has to be there, or come through "
                    + "standard input: aiplat kubectl apply -f - < FILE"
        })
public final class KubectlCommand implements Callable<Integer> {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(paramLabel = "ARG", arity = "0..*", description = "for kubectl: get pods -A -o wide")
    private List<String> words = new ArrayList<>();

    public KubectlCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            Clusters.Own cluster = Clusters.own(scope);
            return invocation.output().json() ? collected(scope, cluster) : streamed(scope, cluster);
        } catch (ApplianceException e) {
            if (Thread.interrupted()) {
                // Ctrl-C is how watching ends; whoever pressed it needs no explanation.
                return ExitCode.INTERRUPTED.status();
            }
            throw e;
        }
    }

    private int streamed(InstallScope scope, Clusters.Own cluster) {
        return run(
                scope,
                cluster,
                invocation.surroundings().out(),
                invocation.surroundings().err());
    }

    private int collected(InstallScope scope, Clusters.Own cluster) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        int exit = run(scope, cluster, out, error);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("exit", exit);
        answer.put("out", out.toString(StandardCharsets.UTF_8));
        answer.put("error", error.toString(StandardCharsets.UTF_8));
        invocation.output().value(answer, "");
        return exit;
    }

    private int run(InstallScope scope, Clusters.Own cluster, OutputStream out, OutputStream error) {
        return switch (cluster.made().kind()) {
            case DOCKER -> inTheNode(scope, cluster, out, error);
            case NATIVE -> ofTheMachine(scope, out, error);
            case EXISTING -> fromHere(scope, cluster, out, error);
            case AUTO, NONE ->
                throw new IllegalArgumentException(
                        "no cluster is " + cluster.made().kind().word());
        };
    }

    private int inTheNode(InstallScope scope, Clusters.Own cluster, OutputStream out, OutputStream error) {
        List<String> command = new ArrayList<>(List.of("k3s", "kubectl"));
        command.addAll(words);
        Containers containers = scope.containerEngine().containers();
        String node = cluster.made().name();
        KubectlWords said = new KubectlWords(words);
        if (said.readInput()) {
            return containers.exec(node, command, invocation.surroundings().in(), out, error);
        }
        // Only where it is needed: a terminal cannot tell complaints from answers.
        return said.goOn() ? containers.watch(node, command, out) : containers.exec(node, command, out, error);
    }

    private int ofTheMachine(InstallScope scope, OutputStream out, OutputStream error) {
        List<String> command = new ArrayList<>(List.of(scope.k3s().required().toString(), "kubectl"));
        command.addAll(words);
        return scope.processes().run(command, Map.of(), out, error);
    }

    private int fromHere(InstallScope scope, Clusters.Own cluster, OutputStream out, OutputStream error) {
        Processes processes = scope.processes();
        Path kubectl = processes.find("kubectl").orElseThrow(() -> new ApplianceException(CommandProblems.noKubectl()));
        List<String> command = new ArrayList<>(List.of(kubectl.toString()));
        String context = cluster.made().context();
        if (context != null) {
            command.add("--context=" + context);
        }
        command.addAll(words);
        try {
            Path file = Files.createTempFile(
                    scope.home().tmp(),
                    "kubeconfig",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(file, cluster.provider().kubeconfig());
                return processes.run(command, Map.of("KUBECONFIG", file.toString()), out, error);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
