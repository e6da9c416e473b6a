package io.aiplat.launcher.command.lifecycle;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.launcher.command.cluster.Clusters;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.ChoiceWords;
import io.aiplat.launcher.command.invocation.HomeDecisions;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.provisioning.run.ApplianceProcess;
import io.aiplat.provisioning.run.Up;
import io.aiplat.store.LockFile;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aiplat restart`: down and up again for one part, with everything checked that `up` checks.
@Command(
        name = "restart",
        description = {
            "Stop a part and start it again as `up` would; the rest is mended on the way.",
            "Exit status: 0 restarted and seen ready, 7 there was nothing to restart."
        })
public final class RestartCommand implements Runnable {
    /// What can be restarted.
    public enum Part {
        APPLIANCE,
        CLUSTER;

        @Override
        public String toString() {
            return ChoiceWords.of(this);
        }
    }

    private final Invocation invocation;

    @Parameters(paramLabel = "PART", arity = "0..1", description = "appliance (default) or cluster")
    private Part part = Part.APPLIANCE;

    public RestartCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            Runnable stop = switch (part) {
                case APPLIANCE -> stopAppliance(scope);
                case CLUSTER -> restartCluster(scope);
            };
            try (LockFile _ = LockFile.ofHome(scope.home().open(), "restart", Clock.systemUTC())) {
                UpRun up = new UpRun(invocation, scope, "restart");
                // Looked at first: what cannot be started again is better not stopped.
                Up.Look look = up.look();
                up.decide(look, part == Part.APPLIANCE);
                stop.run();
                up.run(look);
            }
            String url = Appliances.running(scope.home().root()).url() + "/v1";
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("restarted", part);
            answer.put("endpoint", url);
            List<String> others = EndpointChange.others(
                    HomeDecisions.endpoint(scope.settings().gateway()));
            answer.put("others", others);
            String more = others.isEmpty() ? "" : "For others it is " + String.join(" and ", others) + "\n";
            invocation.output().value(answer, "Restarted the " + part + ". The endpoint is " + url + "\n" + more);
        }
    }

    private static Runnable stopAppliance(InstallScope scope) {
        Appliances.running(scope.home().root());
        return () -> ApplianceProcess.stop(scope.processes(), scope.appliance(), scope.supervisor());
    }

    private Runnable restartCluster(InstallScope scope) {
        ClusterProvider cluster = Clusters.own(scope).provider();
        return () -> {
            invocation.output().note("restarting the cluster");
            cluster.restart();
        };
    }
}
