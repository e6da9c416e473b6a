package io.aiplat.launcher.command.delivery;

import io.aiplat.cluster.delivery.Delivery;
import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.launcher.command.cluster.Clusters;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Output;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aiplat deploy`.
@Command(
        name = "deploy",
        description = {
            "Bring a stage, or a folder of your own, into the cluster, and wait until all of it is ready.",
            "Done again it changes what is not as it should be, and deletes what was taken out. Interrupted, it goes on"
                    + " where it was."
        })
public final class DeployCommand implements Runnable {
    /// What `--name` is for.
    static final String NAME =
            "under which the cluster remembers it (default: stages, or that of the folder, of that above"
                    + " `overlays` for one of several)";

    private static final String WORDS = "aiplat deploy";

    private final Invocation invocation;

    @Mixin
    private final DeliveryChoice choice = new DeliveryChoice();

    @Option(names = "--name", paramLabel = "NAME", description = NAME)
    private @Nullable String name;

    @Option(names = "--remove", description = "delete instead all that was delivered under this name")
    private boolean remove;

    @Option(
            names = "--purge",
            description = "of what goes, delete namespaces, volumes and definitions too, with all that is in them")
    private boolean purge;

    @Option(names = "--force-conflicts", description = "take over fields that others have set")
    private boolean force;

    @Option(names = "--no-wait", description = "do not wait until all is ready")
    private boolean noWait;

    public DeployCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        if (remove) {
            remove();
            return;
        }
        List<RenderedObject> objects = choice.objects(invocation, WORDS);
        String named = choice.name(invocation, name, WORDS);
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            Delivery delivery = delivery(scope, named);
            Output output = invocation.output();
            Duration limit = scope.settings().waits().workload();
            Delivery.Outcome outcome = delivery.apply(objects, force, purge, limit, output::note);
            if (!noWait) {
                delivery.await(objects, limit, output::note);
            }
            answer(named, outcome, noWait ? "" : ", all ready");
        }
    }

    private void remove() {
        if (choice.isNone() && name == null) {
            throw new ApplianceException(
                    CommandProblems.wrongLine("Say what: --stage N, --overlay FOLDER or --name NAME", WORDS));
        }
        String named = choice.name(invocation, name, WORDS);
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            Duration limit = scope.settings().waits().workload();
            answer(named, delivery(scope, named).remove(purge, limit, invocation.output()::note), "");
        }
    }

    private static Delivery delivery(InstallScope scope, String named) {
        Clusters.Own cluster = Clusters.own(scope);
        return new Delivery(cluster.provider().kube(), cluster.made().namespace(), named);
    }

    private void answer(String named, Delivery.Outcome outcome, String ready) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", named);
        json.put("changed", outcome.changed());
        json.put("unchanged", outcome.unchanged());
        json.put("removed", outcome.removed());
        json.put("kept", outcome.kept());
        String kept = outcome.kept().isEmpty()
                ? ""
                : "Kept, because it holds data (--purge deletes it): " + String.join(", ", outcome.kept()) + "\n";
        invocation
                .output()
                .value(
                        json,
                        named + ": " + outcome.changed().size() + " made or changed, " + outcome.unchanged()
                                + " as before, " + outcome.removed().size() + " deleted" + ready + "\n" + kept);
    }
}
