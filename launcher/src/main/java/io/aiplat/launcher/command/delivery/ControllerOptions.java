package io.aiplat.launcher.command.delivery;

import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.launcher.command.delivery.ControllerResources.Controller;
import io.aiplat.launcher.command.delivery.ControllerResources.Wish;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// For whom resources are written that deliver a stage or a folder in aiplat's place.
final class ControllerOptions {
    private static final Pattern ADDRESS = Pattern.compile("(https?|ssh|oci)://\\S+|[\\w.-]+@[\\w.-]+:\\S+");

    @Option(
            names = "--for",
            paramLabel = "flux|argocd",
            description = "print instead the resources by which Flux or Argo CD deliver it from a repository; with a"
                    + " folder of overlays, all of them")
    private @Nullable String controller;

    @Option(
            names = "--repository",
            paramLabel = "URL",
            description = "with --for: the repository that has the folder: git, or oci:// for Flux")
    private @Nullable String repository;

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            defaultValue = "main",
            description = "with --for: the branch, or the tag of oci:// (default: main)")
    private String branch = "main";

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--in",
            paramLabel = "FOLDER",
            description = "with --for and --stage: where in the repository the folder of --write is (default: gitops)")
    private String in = "gitops";

    /// Whether such resources are wanted.
    boolean wanted() {
        return controller != null;
    }

    /// The resources.
    ///
    /// @param name of the delivery
    /// @throws ApplianceException COMMAND_LINE_WRONG
    List<RenderedObject> resources(Invocation invocation, DeliveryChoice choice, String name, String words) {
        Controller of = switch (String.valueOf(controller)) {
            case "flux" -> Controller.FLUX;
            case "argocd" -> Controller.ARGOCD;
            default -> throw wrong("Resources are written for flux or argocd, and not for " + controller, words);
        };
        if (repository == null || !ADDRESS.matcher(repository).matches()) {
            throw wrong("Say which repository has the folder: --repository https://git.example/platform.git", words);
        }
        if (of == Controller.ARGOCD && repository.startsWith("oci://")) {
            throw wrong("For Argo CD name a git repository: its oci:// sources are Helm charts", words);
        }
        if (choice.isNone()) {
            throw wrong("Say what: --stage N or --overlay FOLDER", words);
        }
        return ControllerResources.of(of, wish(invocation, choice, name, words));
    }

    private Wish wish(Invocation invocation, DeliveryChoice choice, String name, String words) {
        String url = String.valueOf(repository);
        Optional<Path> overlay = choice.overlay(invocation);
        if (overlay.isEmpty()) {
            String stage = "overlays/stage" + choice.stage(words).orElseThrow().number();
            return new Wish(
                    name, url, branch, List.of(Path.of(in, stage).normalize().toString()), false);
        }
        Path folder = overlay.get();
        List<Path> each = isOverlay(folder) ? List.of() : overlays(folder);
        if (!isOverlay(folder) && each.isEmpty()) {
            throw wrong(folder + " has no kustomization, and no folder in it has one", words);
        }
        List<Path> folders = each.isEmpty() ? List.of(folder) : each;
        return new Wish(
                name,
                url,
                branch,
                folders.stream()
                        .map(one -> inRepository(one, invocation.surroundings().folder(), words))
                        .toList(),
                !each.isEmpty());
    }

    private static boolean isOverlay(Path folder) {
        return Stream.of("kustomization.yaml", "kustomization.yml", "Kustomization")
                .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    private static List<Path> overlays(Path folder) {
        try (Stream<Path> there = Files.list(folder)) {
            return there.filter(ControllerOptions::isOverlay).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its path in the repository that it is in; where it is in none, as it stands in the folder of the person.
    private static String inRepository(Path folder, Path here, String words) {
        Path absolute = folder.toAbsolutePath().normalize();
        for (Path above = absolute; above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(".git"))) {
                return above.relativize(absolute).toString();
            }
        }
        Path person = here.toAbsolutePath().normalize();
        if (!absolute.startsWith(person)) {
            throw wrong(folder + " is in no git repository, so its path in one is not known", words);
        }
        return person.relativize(absolute).toString();
    }

    private static ApplianceException wrong(String reason, String words) {
        return new ApplianceException(CommandProblems.wrongLine(reason, words));
    }
}
