package io.aiplat.launcher.command.lifecycle;

import io.aiplat.launcher.command.invocation.CommandProblemsException;
import io.aiplat.launcher.command.invocation.HomeDecisions;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.invocation.ShutdownWait;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.launcher.serve.ApplianceLog;
import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.ExitCode;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.provisioning.run.Up;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.store.DecidedFile;
import io.aiplat.store.Home;
import io.aiplat.store.LockFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat serve`: `up` in the foreground, for systemd and for looking on.
@Command(
        name = "serve",
        description = {
            "As `up`, but serve in the foreground until stopped.",
            "Exit status: 0 stopped by SIGTERM, 130 by Ctrl-C."
        })
public final class ServeCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(names = "--decided", hidden = true, description = "file of settings that flags of `up` decided")
    private @Nullable Path decided;

    @Option(names = "--adopt-cluster", hidden = true, description = "serve what `up` has just prepared")
    private @Nullable ClusterKind adoptCluster;

    @Option(names = "--adopt-engine", hidden = true, description = "serve what `up` has just prepared")
    private @Nullable EngineKind adoptEngine;

    @Option(names = "--adopt-reason", hidden = true, description = "why `up` decided so")
    private String adoptReason = "";

    public ServeCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (decided != null) {
            invocation.takeOver(new DecidedFile(decided).read());
        }
        try (ServeScope scope = new ServeScope(invocation.surroundings(), invocation.settings())) {
            Home home = scope.home().open();
            if (!invocation.handedOver()) {
                decisions().keepVariables(home);
            }
            try (LockFile _ = LockFile.toServe(home, "serve", Clock.systemUTC());
                    ApplianceLog _ =
                            ApplianceLog.open(home, invocation.surroundings().err(), adoptEngine == null)) {
                return serve(scope).status();
            }
        }
    }

    private HomeDecisions decisions() {
        return new HomeDecisions(invocation, "serve", Clock.systemUTC());
    }

    private ExitCode serve(ServeScope scope) {
        ConfigReload routes = scope.routes();
        GatewayConfig first = CommandProblemsException.unlessRight(routes.read());
        ClusterKind cluster = adoptCluster;
        EngineKind engine = adoptEngine;
        String reason = adoptReason;
        if (cluster == null || engine == null) {
            PlanResult.Plan plan = prepare(scope);
            reason = String.join(" ", plan.reasons());
            cluster = plan.cluster();
            engine = plan.engine();
        }
        try (Appliance appliance =
                Appliance.open(scope, new Appliance.Decided(cluster, engine, reason), first, routes)) {
            return ShutdownWait.untilStopped(
                    () -> invocation.output().note("Serving " + appliance.url() + "/v1. Ctrl-C ends it."), () -> {
                        routes.look(appliance);
                        appliance.look();
                    });
        }
    }

    private PlanResult.Plan prepare(ServeScope scope) {
        try (LockFile _ = LockFile.ofHome(scope.home(), "serve", Clock.systemUTC())) {
            UpRun up = new UpRun(invocation, scope, "serve");
            Up.Look look = up.look();
            up.prepare(look);
            if (!invocation.handedOver()) {
                decisions().keep(scope.home());
                HomeDecisions.served(scope.home(), scope.settings().gateway());
            }
            return UpRun.plan(look);
        }
    }
}
