package io.aiplat.host.survey;

import io.aiplat.host.LocalPorts;
import io.aiplat.host.Programs;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.host.gpu.GpuFacts;
import io.aiplat.host.gpu.GpuSurvey;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.host.ImageFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Survey of the machine, which changes nothing. The parts are looked at side by side, each with a time limit of its
/// own, so that the whole takes as long as its slowest part and well under a second where nothing answers.
public final class Survey {
    private static final Duration REGISTRY_LIMIT = Duration.ofSeconds(8);

    private final Map<String, String> environment;
    private final ContainerEngine engine;
    private final Path root;

    /// A survey of this machine.
    ///
    /// @param environment of this process
    /// @param root        where the kernel's files are found, `/`
    public Survey(Map<String, String> environment, ContainerEngine engine, Path root) {
        this.environment = Map.copyOf(environment);
        this.engine = engine;
        this.root = root;
    }

    /// Looks.
    ///
    /// @param images that may be needed; each is looked for in the engine and, if it is not there, in its registry
    /// @param ports  that may be needed, TCP on 127.0.0.1
    public HostFacts look(Settings settings, Collection<ImageReference> images, Collection<Integer> ports) {
        Programs programs = new Programs(environment);
        Machine machine = new Machine(environment, root);
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ContainerEngineFacts> engineFacts = tasks.submit(engine::facts);
            Future<Map<ImageReference, ImageFacts>> imageFacts =
                    tasks.submit(() -> images(get(engineFacts), images, settings));
            Future<GpuFacts> gpus = tasks.submit(() -> new GpuSurvey(environment, root).look());
            Future<Map<Integer, String>> taken = tasks.submit(() -> new LocalPorts(root).taken(ports));
            Future<Optional<HostFacts.Ollama>> ollama =
                    tasks.submit(() -> OllamaDetection.look(settings.models().url()));
            return new HostFacts(
                    machine.os(),
                    machine.arch(),
                    Runtime.getRuntime().availableProcessors(),
                    machine.memoryBytes(),
                    machine.memoryFreeBytes(),
                    Disk.freeBytes(settings.home()),
                    machine.cpuFeatures(),
                    machine.libgomp(),
                    get(gpus).gpus(),
                    get(gpus).driver(),
                    get(engineFacts),
                    get(taken),
                    get(ollama).orElse(null),
                    programs.find("ollama").map(Path::toString).orElse(null),
                    get(imageFacts));
        }
    }

    private Map<ImageReference, ImageFacts> images(
            ContainerEngineFacts facts, Collection<ImageReference> images, Settings settings) {
        if (facts instanceof ContainerEngineFacts.Unusable) {
            return Map.of();
        }
        Map<ImageReference, ImageFacts> found = new ConcurrentHashMap<>();
        List<Future<?>> looks = new ArrayList<>();
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ImageReference image : images) {
                looks.add(tasks.submit(() -> found.put(image, image(image, settings))));
            }
        }
        looks.forEach(Survey::get);
        return found;
    }

    private ImageFacts image(ImageReference image, Settings settings) {
        try {
            return engine.images().facts(image, settings.network().registries(), REGISTRY_LIMIT);
        } catch (ApplianceException e) {
            return new ImageFacts.Missing(e.problem().why());
        }
    }

    private static <T> T get(Future<T> part) {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking at the machine", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("looking at the machine failed", e.getCause());
        }
    }
}
