package io.aiplat.console.gpu;

import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.ResidentModel;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuProcess;
import io.aiplat.model.host.GpuReading;
import io.aiplat.model.host.GpuReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/gpus`: the graphics processors of the machine, who uses them, and the driver.
public final class GpuResource implements ManagementResource {
    private static final ObjectType<User> PROCESS = ObjectType.<User>named("GpuProcess")
            .field(
                    "pid",
                    JsonType.whole().described("On this machine."),
                    user -> user.process().pid())
            .field("name", JsonType.text(), user -> user.process().name())
            .field(
                    "pod",
                    JsonType.text().described("Empty outside of pods."),
                    user -> user.process().pod())
            .field("pod_uid", JsonType.text(), user -> user.process().podUid())
            .field(
                    "container",
                    JsonType.text().described("Its id; empty outside of containers."),
                    user -> user.process().container())
            .field("model", JsonType.text().described("That it runs, where it can be told."), User::model)
            .field(
                    "memory_bytes",
                    JsonType.whole().orNull(),
                    user -> whole(user.process().memoryBytes()))
            .build();

    private static final ObjectType<Row> GPU = ObjectType.<Row>named("Gpu")
            .field(
                    "vendor",
                    JsonType.oneOf(List.of("nvidia", "amd", "intel")),
                    row -> row.card().vendor())
            .field("name", JsonType.text(), row -> row.reading().name())
            .field(
                    "index",
                    JsonType.whole().orNull().described("As the driver counts; an instance has its card's."),
                    row -> row.reading().identity().index() < 0
                            ? null
                            : row.reading().identity().index())
            .field("uuid", JsonType.text(), row -> row.reading().identity().uuid())
            .field(
                    "pci_bus_id",
                    JsonType.text(),
                    row -> row.reading().identity().pciBusId())
            .field(
                    "compute_capability",
                    JsonType.text(),
                    row -> row.reading().identity().computeCapability())
            .field(
                    "instance",
                    JsonType.text().described("Profile of an instance of a divided card (MIG), behind its card."),
                    row -> row.reading().identity().instance())
            .field("divided", JsonType.flag(), row -> row.reading().divided())
            .field(
                    "driver",
                    JsonType.text().described("Empty where none answers."),
                    row -> row.card().driver())
            .field(
                    "computes",
                    JsonType.flag().described("Whether models can be computed on it."),
                    row -> row.card().computes())
            .field(
                    "own_memory",
                    JsonType.flag().described("False where it shares the machine's."),
                    row -> row.reading().ownMemory())
            .field(
                    "memory_total_bytes",
                    JsonType.whole().orNull(),
                    row -> whole(row.reading().memoryTotalBytes()))
            .field(
                    "memory_used_bytes",
                    JsonType.whole().orNull(),
                    row -> whole(row.reading().memoryUsedBytes()))
            .field(
                    "memory_free_bytes",
                    JsonType.whole().orNull(),
                    row -> whole(row.reading().memoryFreeBytes()))
            .field(
                    "utilization_ratio",
                    JsonType.number().orNull().described("0 to 1."),
                    row -> number(row.reading().utilization()))
            .field(
                    "temperature_celsius",
                    JsonType.number().orNull(),
                    row -> number(row.reading().temperatureCelsius()))
            .field(
                    "power_watts",
                    JsonType.number().orNull(),
                    row -> number(row.reading().powerWatts()))
            .field(
                    "fault",
                    JsonType.text().described("What its driver says in place of figures; empty where it is well."),
                    row -> row.reading().fault())
            .field(
                    "processes",
                    JsonType.listOf(PROCESS.type()),
                    row -> row.users().stream().map(PROCESS::json).toList())
            .build();

    private static final ObjectType<DriverLibrary> LIBRARY = ObjectType.<DriverLibrary>named("GpuLibrary")
            .field("soname", JsonType.text(), DriverLibrary::soname)
            .field("file", JsonType.text(), DriverLibrary::file)
            .build();

    private static final ObjectType<GpuDriver> DRIVER = ObjectType.<GpuDriver>named("GpuDriver")
            .field("version", JsonType.text().described("Empty where none is loaded."), GpuDriver::version)
            .field("cuda", JsonType.text().described("Newest CUDA that it serves."), GpuDriver::cuda)
            .field(
                    "platform",
                    JsonType.oneOf(List.of("native", "wsl", "tegra")),
                    driver -> driver.platform().name().toLowerCase(Locale.ROOT))
            .field(
                    "devices",
                    JsonType.listOf(JsonType.text()),
                    driver -> driver.nodes().stream().map(DeviceNode::path).toList())
            .field(
                    "libraries",
                    JsonType.listOf(LIBRARY.type()),
                    driver -> driver.libraries().stream().map(LIBRARY::json).toList())
            .field("smi", JsonType.text().orNull(), GpuDriver::smi)
            .build();

    private static final ObjectType<GpuReport.Choice> PROFILE = ObjectType.<GpuReport.Choice>named("GpuProfile")
            .field("name", JsonType.text(), GpuReport.Choice::name)
            .field("why", JsonType.text(), GpuReport.Choice::why)
            .build();

    /// A report as JSON, for whoever makes one.
    public static final ObjectType<Answer> REPORT = ObjectType.<Answer>named("Gpus")
            .field(
                    "data",
                    JsonType.listOf(GPU.type()),
                    answer -> answer.rows().stream().map(GPU::json).toList())
            .optional("driver", DRIVER.type(), answer -> {
                GpuDriver driver = answer.report().driver();
                return driver == null ? null : DRIVER.json(driver);
            })
            .field(
                    "silence",
                    JsonType.text()
                            .described("Why NVIDIA's library does not answer; empty where it does or is missing."),
                    answer -> answer.report().silence())
            .field(
                    "faults",
                    JsonType.listOf(JsonType.text()).described("Of the driver's libraries, a sentence each."),
                    answer -> answer.report().faults())
            .field(
                    "profile",
                    PROFILE.type(),
                    answer -> PROFILE.json(answer.report().profile()))
            .build();

    private final Supplier<GpuReport> gpus;
    private final ModelEngine engine;

    /// The resource over readings of this machine.
    ///
    /// @param gpus   looks; may take as long as a driver takes to answer
    /// @param engine whose models may be on them
    public GpuResource(Supplier<GpuReport> gpus, ModelEngine engine) {
        this.gpus = gpus;
        this.engine = engine;
    }

    /// A report and the models that may be found in it.
    ///
    /// @param models in memory; empty where nobody is asked
    public record Answer(GpuReport report, List<ResidentModel> models) {
        public Answer {
            models = List.copyOf(models);
        }

        private List<Row> rows() {
            Map<Long, String> runs = ModelProcesses.of(report, models);
            List<Row> rows = new ArrayList<>();
            for (GpuReport.Card card : report.cards()) {
                rows.add(new Row(card, card.reading(), runs));
                card.reading().instances().forEach(instance -> rows.add(new Row(card, instance, runs)));
            }
            return rows;
        }
    }

    private record Row(GpuReport.Card card, GpuReading reading, Map<Long, String> runs) {
        List<User> users() {
            return reading.processes().stream()
                    .map(process -> new User(process, runs.getOrDefault(process.pid(), "")))
                    .toList();
        }
    }

    private record User(GpuProcess process, String model) {}

    private static @Nullable Object whole(OptionalLong number) {
        return number.isEmpty() ? null : number.getAsLong();
    }

    private static @Nullable Object number(OptionalDouble number) {
        return number.isEmpty() ? null : number.getAsDouble();
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("GET", "/gpus", PrincipalRole.ADMIN)
                .as(
                        "listGpus",
                        "The graphics processors of this machine, what they do and who uses them, and NVIDIA's driver.")
                .answering(REPORT, _ -> new Answer(gpus.get(), resident())));
    }

    private List<ResidentModel> resident() {
        try {
            return engine.resident();
        } catch (ApplianceException _) {
            // The cards are told without them.
            return List.of();
        }
    }
}
