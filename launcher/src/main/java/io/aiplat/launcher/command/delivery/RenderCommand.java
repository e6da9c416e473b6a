package io.aiplat.launcher.command.delivery;

import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.library.HelmCharts;
import io.aiplat.library.ImageNames;
import io.aiplat.library.StageFolders;
import io.aiplat.model.ApplianceException;
import io.aiplat.operator.ClusterDefinitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `aiplat render`.
@Command(
        name = "render",
        description = {
            "Print the objects that `aiplat deploy` would apply, as YAML; asks no cluster.",
            "With --write: write the folder of the stages, to begin with your own. With --charts: write Helm charts for"
                    + " an agent, the operator, the gateways, and dashboards and alerts.",
            "With --for: print what Flux or Argo CD need to deliver it from a repository."
        })
public final class RenderCommand implements Runnable {
    private static final String WORDS = "aiplat render";

    private final Invocation invocation;

    @Mixin
    private final DeliveryChoice choice = new DeliveryChoice();

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--write",
            paramLabel = "FOLDER",
            description = "write base, components and overlays of all stages into a new folder instead")
    private @Nullable Path folder;

    @Mixin
    private final ControllerOptions controller = new ControllerOptions();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "with --for: name of what is delivered (default: as for deploy)")
    private @Nullable String name;

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--charts",
            paramLabel = "FOLDER",
            description =
                    "write Helm charts into a new folder instead, with the image that the settings name for aiplat")
    private @Nullable Path charts;

    public RenderCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        if (folder != null) {
            write(fresh(folder, "--write"));
            return;
        }
        if (charts != null) {
            writeCharts(fresh(charts, "--charts"));
            return;
        }
        List<RenderedObject> objects = controller.wanted()
                ? controller.resources(invocation, choice, choice.name(invocation, name, WORDS), WORDS)
                : choice.objects(invocation, WORDS);
        invocation.output().value(objects.stream().map(RenderedObject::content).toList(), RenderedObject.yaml(objects));
    }

    private Path fresh(Path named, String option) {
        if (!choice.isNone() || controller.wanted() || (folder != null && charts != null)) {
            throw new ApplianceException(CommandProblems.wrongLine(option + " stands alone", WORDS));
        }
        Path target = DeliveryChoice.path(invocation, named);
        if (Files.exists(target)) {
            throw new ApplianceException(CommandProblems.wrongLine(
                    target + " is there already; " + option + " makes a new folder, so that nothing of yours is lost",
                    WORDS));
        }
        return target;
    }

    private void writeCharts(Path target) {
        try (HelmCharts packed = HelmCharts.open()) {
            packed.write(
                    target,
                    ClusterDefinitions.files(),
                    new ImageNames(invocation.settings().images()));
        }
        invocation
                .output()
                .value(
                        Map.of("folder", target),
                        "Written to " + target + ". Install one: helm install my-agent "
                                + target.resolve("agent-deployment") + " --set image.repository=...\n");
    }

    private void write(Path target) {
        try (StageFolders stages = StageFolders.open();
                Stream<Path> files = Files.walk(stages.root())) {
            for (Path file : files.toList()) {
                Path into = target.resolve(stages.root().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(into);
                } else {
                    Files.copy(file, into);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path overlay = target.resolve("overlays").resolve("stage1");
        invocation
                .output()
                .value(
                        Map.of("folder", target),
                        "Written to " + target + ". Deliver it: aiplat deploy --overlay " + overlay + "\n");
    }
}
