package io.aiplat.console;

import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ModelEngine;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementCall;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementQuery;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.fit.CacheType;
import io.aiplat.supply.fit.FitAlternative;
import io.aiplat.supply.fit.FitCheck;
import io.aiplat.supply.fit.FitReport;
import io.aiplat.supply.fit.LoadPlan;
import io.aiplat.supply.gguf.GgufHeader;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// `/models/{name}/fit`: what a model that is here takes in memory, what is free, and what would fit instead.
public final class FitResource implements ManagementResource {
    private static final ObjectType<Gpu> GPU = ObjectType.<Gpu>named("FitGpu")
            .field("name", JsonType.text(), Gpu::name)
            .field("total_bytes", JsonType.whole(), Gpu::memoryBytes)
            .field("free_bytes", JsonType.whole(), Gpu::memoryFreeBytes)
            .build();

    private static final ObjectType<FitAlternative> ALTERNATIVE = ObjectType.<FitAlternative>named("FitAlternative")
            .field(
                    "change",
                    JsonType.oneOf(List.of("context", "cache_type", "quantisation")),
                    other -> word(other.change()))
            .field("value", JsonType.text(), FitAlternative::value)
            .field("total_bytes", JsonType.whole(), FitAlternative::total)
            .field("gpu", JsonType.flag().described("Whether all of it fits on the GPUs then."), FitAlternative::gpu)
            .build();

    /// A report as JSON, for whoever makes one.
    public static final ObjectType<FitReport> REPORT = ObjectType.<FitReport>named("Fit")
            .field("model", JsonType.text(), FitReport::model)
            .field(
                    "context",
                    JsonType.whole().described("Tokens of one request."),
                    fit -> fit.plan().context())
            .field("context_trained", JsonType.whole().described("0 where it does not say."), FitReport::trained)
            .field(
                    "requests",
                    JsonType.whole().described("That are answered at once."),
                    fit -> fit.plan().sequences())
            .field("cache_type", JsonType.text(), fit -> fit.plan().cache().word())
            .field("weights_bytes", JsonType.whole(), fit -> fit.need().weights())
            .field("cache_bytes", JsonType.whole(), fit -> fit.need().cache())
            .field("cache_bytes_per_token", JsonType.whole(), FitReport::tokenBytes)
            .field(
                    "buffers_bytes",
                    JsonType.whole().described("An estimate."),
                    fit -> fit.need().buffers())
            .field("projector_bytes", JsonType.whole(), fit -> fit.need().projector())
            .field("total_bytes", JsonType.whole(), fit -> fit.need().total())
            .field("memory_total_bytes", JsonType.whole(), fit -> fit.memory().totalBytes())
            .field("memory_free_bytes", JsonType.whole(), fit -> fit.memory().freeBytes())
            .field(
                    "gpus",
                    JsonType.listOf(GPU.type()),
                    fit -> fit.memory().gpus().stream().map(GPU::json).toList())
            .field(
                    "verdict",
                    JsonType.oneOf(List.of("gpu", "partly-gpu", "memory", "later", "never")),
                    fit -> word(fit.verdict()).replace('_', '-'))
            .field("layers", JsonType.whole(), FitReport::layers)
            .field("gpu_layers", JsonType.whole().described("That fit on the GPUs."), FitReport::gpuLayers)
            .field(
                    "alternatives",
                    JsonType.listOf(ALTERNATIVE.type()),
                    fit -> fit.alternatives().stream().map(ALTERNATIVE::json).toList())
            .build();

    private final ModelEngine engine;
    private final ModelStore store;
    private final Supplier<MemoryFacts> memory;

    FitResource(ModelEngine engine, ModelStore store, Supplier<MemoryFacts> memory) {
        this.engine = engine;
        this.store = store;
        this.memory = memory;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("GET", "/models/{name}/fit", PrincipalRole.ADMIN)
                .as(
                        "fitModel",
                        "What a model takes in memory, whether that is free, and what would fit instead;"
                                + " without loading it.")
                .query("context", JsonType.whole().described("Tokens; as it is served where nothing is said."))
                .query("cache_type", JsonType.text().described(CacheType.words() + "; f16 where nothing is said."))
                .failing(404, 503)
                .answering(REPORT, this::report));
    }

    private FitReport report(ManagementCall<RequestType.Nothing> call) {
        String name = call.name();
        try {
            GgufHeader header = store.header(name);
            LoadPlan plan = LoadPlan.of(header, context(call.query(), name, header), engine.slots())
                    .withCache(cache(call.query()));
            MemoryFacts facts = memory.get();
            return FitReport.of(
                    name, header, store.projectorBytes(name), plan, engine.usesGpus() ? facts : facts.withoutGpus());
        } catch (ModelNotFound e) {
            throw new ApplianceException(ConsoleProblems.noModel(e.reason()), e);
        }
    }

    private int context(ManagementQuery query, String name, GgufHeader header) {
        String said = query.get("context", "");
        if (said.isEmpty()) {
            int served = engine.models().stream()
                    .filter(card -> card.name().equals(name))
                    .mapToInt(ModelCard::contextLength)
                    .findFirst()
                    .orElse(0);
            return served > 0 ? served : FitCheck.usualContext(header);
        }
        int context = ManagementBody.checked("context", () -> Integer.parseInt(said));
        if (context < 1) {
            throw ManagementBody.invalid("context", "it is 1 or more");
        }
        return context;
    }

    private static CacheType cache(ManagementQuery query) {
        String word = query.get("cache_type", "f16");
        return CacheType.of(word)
                .orElseThrow(() -> ManagementBody.invalid("cache_type", "it is one of " + CacheType.words()));
    }
}
