package io.aiplat.launcher.command.operator;

import io.aiplat.launcher.command.invocation.CommandProblemsException;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.invocation.ShutdownWait;
import io.aiplat.launcher.pods.OperatorPod;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.operator.ClusterDefinitions;
import io.aiplat.routing.GatewayConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat operator`: the operator as a pod, and what an administrator of a cluster has to apply for it.
@Command(name = "operator", description = "Run the operator in a pod; print the definitions of its kinds.")
public final class OperatorCommand {
    private final Invocation invocation;

    public OperatorCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "run",
            description = {
                "Obey custom resources of the cluster that this pod is in, and publish their routes for its gateways.",
                "--config names the gateways' gateway.yaml. aiplat up needs no such pod: what it starts obeys them.",
                "Exit status: 0 stopped by SIGTERM, 3 something in the file is wrong, 4 this is no pod."
            })
    int run(
            @Option(
                            names = "--deployment",
                            paramLabel = "NAME",
                            defaultValue = "aiplat-operator",
                            description = "that made this pod (default: aiplat-operator)")
                    String deployment,
            @Option(
                            names = "--routes",
                            paramLabel = "SECRET",
                            defaultValue = "aiplat-gateway",
                            description = "where routes and keys are published (default: aiplat-gateway)")
                    String secret,
            @Option(
                            names = "--namespace",
                            paramLabel = "NAME",
                            description =
                                    "obey resources of this namespace alone, whose kinds somebody has defined (default,"
                                            + " or empty: of all)")
                    @Nullable
                    String namespace,
            @Option(
                            names = "--gateway",
                            paramLabel = "SERVICE:PORT",
                            defaultValue = "aiplat-gateway:4000",
                            description = "of the gateways, as pods are told it (default: aiplat-gateway:4000)")
                    String gateway,
            @Option(
                            names = "--health",
                            paramLabel = "PORT",
                            defaultValue = "8081",
                            description = "for /livez and /readyz (default: 8081)")
                    int health,
            @Option(
                            names = "--loads",
                            paramLabel = "PORT",
                            defaultValue = "4001",
                            description = "on which gateways say how much they are asked (default: 4001)")
                    int loads) {
        Path config = invocation.config();
        Path path = invocation.surroundings().folder().resolve(config == null ? Path.of("gateway.yaml") : config);
        try (ServeScope scope = new ServeScope(invocation.surroundings(), invocation.settingsBeside())) {
            ConfigReload file = scope.routes(path);
            GatewayConfig plan = CommandProblemsException.unlessRight(file.read());
            try (OperatorPod pod = OperatorPod.open(
                    scope,
                    file,
                    plan.listener(),
                    new OperatorPod.Place(
                            deployment,
                            secret,
                            namespace == null || namespace.isBlank() ? null : namespace,
                            gateway,
                            health,
                            loads))) {
                return ShutdownWait.untilStopped(
                                () -> invocation.output().note("Obeying custom resources. SIGTERM ends it."), pod::look)
                        .status();
            }
        }
    }

    @Command(
            name = "crds",
            description = {
                "Print the definitions of all kinds that the operator obeys, and roles for them, as YAML for kubectl.",
                "For whoever administers a cluster in which the operator may not make them."
            })
    void crds() {
        String text = ClusterDefinitions.yaml();
        invocation.output().value(Map.of("yaml", text), text);
    }
}
