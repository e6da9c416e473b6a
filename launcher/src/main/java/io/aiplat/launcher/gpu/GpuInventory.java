package io.aiplat.launcher.gpu;

import io.aiplat.host.MachineMemory;
import io.aiplat.host.gpu.DriverLibraryFault;
import io.aiplat.host.gpu.GpuFacts;
import io.aiplat.host.gpu.GpuReader;
import io.aiplat.host.gpu.NvmlOutcome;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.model.catalog.Profile;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuReading;
import io.aiplat.model.host.GpuReport;
import io.aiplat.model.host.Suggestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Inventory of the graphics processors of this machine: reads them when it is asked, and says which profile fits.
public final class GpuInventory implements Supplier<GpuReport>, AutoCloseable {
    private final GpuReader reader;
    private final MachineMemory memory;
    private final Supplier<List<Profile>> profiles;

    /// Reads nothing yet.
    ///
    /// @param environment of this process
    /// @param root        where the files of the system are found, `/`
    /// @param profiles    of `gpu-profiles/`
    public GpuInventory(Map<String, String> environment, Path root, Supplier<List<Profile>> profiles) {
        this.reader = new GpuReader(environment, root);
        this.memory = new MachineMemory(root);
        this.profiles = profiles;
    }

    /// What the machine and the driver say now, to who makes something else of it than a report. May take as long as a
    /// driver takes to answer.
    public GpuFacts facts() {
        return reader.now();
    }

    /// What is there now. May take as long as a driver takes to answer.
    @Override
    public GpuReport get() {
        GpuFacts facts = facts();
        GpuDriver driver = facts.driver();
        return new GpuReport(
                cards(facts),
                driver,
                facts.nvml().state() == NvmlOutcome.State.ANSWERS
                        ? ""
                        : facts.nvml().said(),
                facts.faults().stream().map(fault -> sentence(fault, driver)).toList(),
                choice(facts.gpus()));
    }

    /// Cards with what they did a few seconds ago; none where there is no GPU, or its driver takes too long.
    List<GpuReading> recent() {
        return reader.soon().stream()
                .flatMap(facts -> cards(facts).stream())
                .map(GpuReport.Card::reading)
                .flatMap(card -> Stream.concat(Stream.of(card), card.instances().stream()))
                .toList();
    }

    private static List<GpuReport.Card> cards(GpuFacts facts) {
        List<GpuReport.Card> cards = new ArrayList<>();
        for (GpuReading reading : facts.readings()) {
            List<Gpu> parts = facts.gpus().stream()
                    .filter(gpu -> gpu.vendor().equals("nvidia")
                            && gpu.identity().index() == reading.identity().index())
                    .toList();
            cards.add(new GpuReport.Card(
                    "nvidia",
                    parts.stream().map(Gpu::driver).findFirst().orElse(""),
                    parts.stream().anyMatch(Gpu::computes),
                    reading));
        }
        for (Gpu gpu : facts.gpus()) {
            if (facts.readings().isEmpty() || !gpu.vendor().equals("nvidia")) {
                cards.add(new GpuReport.Card(gpu.vendor(), gpu.driver(), gpu.computes(), unread(gpu)));
            }
        }
        return cards;
    }

    private static GpuReading unread(Gpu gpu) {
        OptionalLong total = gpu.memoryBytes() == 0 ? OptionalLong.empty() : OptionalLong.of(gpu.memoryBytes());
        OptionalLong free = gpu.memoryBytes() == 0 ? OptionalLong.empty() : OptionalLong.of(gpu.memoryFreeBytes());
        return GpuReading.unread(gpu.identity(), gpu.name(), true, total, free);
    }

    private static String sentence(DriverLibraryFault fault, @Nullable GpuDriver driver) {
        return switch (fault.kind()) {
            case MISSING -> fault.soname() + " is in none of the usual folders.";
            case DANGLING -> fault.path() + " is a link that leads nowhere.";
            case OTHER_VERSION ->
                fault.path() + " is of version " + fault.version() + ", the loaded driver of "
                        + (driver == null ? "another" : driver.version()) + ": restart this machine.";
        };
    }

    private GpuReport.Choice choice(List<Gpu> gpus) {
        Profile profile = new Suggestions(profiles.get()).of(gpus, memory.totalBytes());
        Optional<Gpu> largest = gpus.stream().filter(Gpu::computes).max(Comparator.comparingLong(Gpu::memoryBytes));
        String what = largest.map(gpu -> Quantity.memory(gpu.memoryBytes()) + " of " + gpu.name())
                .orElseGet(() -> "no GPU computes; " + Quantity.memory(memory.totalBytes()) + " of main memory");
        return new GpuReport.Choice(profile.name(), what + " " + range(profile));
    }

    private static String range(Profile profile) {
        String least = Quantity.memory(profile.memoryAtLeast());
        String most = Quantity.memory(profile.memoryBelow());
        if (profile.memoryBelow() == Long.MAX_VALUE) {
            return "are " + least + " or more";
        }
        return profile.memoryAtLeast() == 0 ? "are less than " + most : "lie between " + least + " and " + most;
    }

    /// Ends what reads.
    @Override
    public void close() {
        reader.close();
    }
}
