package io.aiplat.launcher.command.delivery;

import io.aiplat.cluster.delivery.Delivery;
import io.aiplat.cluster.delivery.ObjectDifference;
import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.launcher.command.cluster.Clusters;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.InstallScope;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aiplat diff`.
@Command(
        name = "diff",
        description = {
            "Say what `aiplat deploy` would change in the cluster, which is asked without changing anything.",
            "Exit status: 0 nothing would change, 1 something would."
        })
public final class DiffCommand implements Callable<Integer> {
    private static final String WORDS = "aiplat diff";

    private final Invocation invocation;

    @Mixin
    private final DeliveryChoice choice = new DeliveryChoice();

    @Option(names = "--name", paramLabel = "NAME", description = DeployCommand.NAME)
    private @Nullable String name;

    @Option(names = "--purge", description = "as if deployed with --purge")
    private boolean purge;

    public DiffCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<RenderedObject> objects = choice.objects(invocation, WORDS);
        String delivery = choice.name(invocation, name, WORDS);
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            Clusters.Own cluster = Clusters.own(scope);
            // Whose fields they are is for `deploy` to mind.
            List<ObjectDifference> differences = new Delivery(
                            cluster.provider().kube(), cluster.made().namespace(), delivery)
                    .differences(objects, true, purge);
            invocation
                    .output()
                    .value(
                            differences.stream().map(DiffCommand::json).toList(),
                            differences.stream().map(DiffCommand::text).collect(Collectors.joining()));
            return differences.isEmpty() ? 0 : 1;
        }
    }

    private static String word(ObjectDifference difference) {
        return difference.change().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> json(ObjectDifference difference) {
        return Map.of("object", difference.object(), "change", word(difference), "diff", difference.text());
    }

    private static String text(ObjectDifference difference) {
        return word(difference) + " " + difference.object() + "\n" + difference.text();
    }
}
