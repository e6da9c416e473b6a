package io.aiplat.supply.fit;

import io.aiplat.model.host.MemoryFacts;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.gguf.GgufTensors;
import java.util.ArrayList;
import java.util.List;

/// Fit report: what a model needs as it is to be loaded, what there is, whether that is enough, and what would fit
/// instead.
///
/// @param model        its name, or what else it was asked for by
/// @param trained      tokens it was trained to see at once; 0 where it does not say
/// @param plan         how it is to be loaded
/// @param need         what that takes
/// @param tokenBytes   bytes of cache that one more token of context takes, for each request that is answered at once
/// @param memory       what there is
/// @param verdict      whether it is enough
/// @param layers       how many can be put on GPUs, the last one (which makes words of numbers) counted, as llama.cpp
///                     counts them (`--n-gpu-layers`)
/// @param gpuLayers    how many of those fit there now; 0 without a GPU
/// @param alternatives what would fit, at most one for each kind of change; empty where nothing better is known
public record FitReport(
        String model,
        int trained,
        LoadPlan plan,
        MemoryNeed need,
        long tokenBytes,
        MemoryFacts memory,
        FitVerdict verdict,
        int layers,
        int gpuLayers,
        List<FitAlternative> alternatives) {
    /// On each GPU so much stays free for what llama.cpp cannot know of: the driver's own, and what a screen shows.
    /// Its own margin (`--fit-target`, 1024 MiB).
    static final long GPU_MARGIN = 1L << 30;

    private static final int STEP = 256;
    private static final int SHORTEST = 512;

    public FitReport {
        alternatives = List.copyOf(alternatives);
    }

    /// Works it out.
    ///
    /// @param projector bytes of the model's projector; 0 without one
    public static FitReport of(String model, GgufHeader header, long projector, LoadPlan plan, MemoryFacts memory) {
        Sum sum = new Sum(header, projector, memory);
        MemoryNeed need = sum.need(plan);
        int onGpu = sum.gpuLayers(plan);
        FitVerdict verdict = sum.verdict(plan, onGpu);
        CacheLayout layout = CacheLayout.of(header);
        return new FitReport(
                model,
                header.contextLength(),
                plan,
                need,
                layout.bytesPerToken(plan.cache()),
                memory,
                verdict,
                sum.layers(),
                onGpu,
                verdict == FitVerdict.GPU
                                || (verdict == FitVerdict.MEMORY
                                        && memory.gpus().isEmpty())
                        ? List.of()
                        : sum.alternatives(plan, verdict));
    }

    /// Bytes that GPUs can give to models now.
    public long gpuUsableBytes() {
        return Sum.usable(memory);
    }

    /// The sums for one model on one machine.
    private record Sum(GgufHeader header, long projector, MemoryFacts memory) {
        static long usable(MemoryFacts memory) {
            return memory.gpus().stream()
                    .mapToLong(gpu -> Math.max(0, gpu.memoryFreeBytes() - GPU_MARGIN))
                    .sum();
        }

        MemoryNeed need(LoadPlan plan) {
            return MemoryNeed.of(header, projector, plan);
        }

        int layers() {
            return header.tensors().layers().size() + 1;
        }

        /// The table of tokens stays in main memory; where it also ends the model, the GPU gets a copy of it
        /// (`llama_model::load_tensors`).
        private long last() {
            GgufTensors tensors = header.tensors();
            long layers = tensors.layers().stream().mapToLong(Long::longValue).sum();
            long rest = tensors.bytes() - layers - tensors.embedding();
            return rest + (tensors.output() == 0 ? tensors.embedding() : 0);
        }

        /// What has to be on the GPU beside layers.
        private long base(LoadPlan plan) {
            MemoryNeed need = need(plan);
            return need.buffers() + need.projector();
        }

        long onGpu(LoadPlan plan) {
            return base(plan) + last() + layers(plan, 0);
        }

        private long layers(LoadPlan plan, int from) {
            CacheLayout layout = CacheLayout.of(header);
            List<Long> weights = header.tensors().layers();
            long bytes = 0;
            for (int i = from; i < weights.size(); i++) {
                bytes += weights.get(i) + layout.bytes(i, plan);
            }
            return bytes;
        }

        /// llama.cpp begins with the last one: first what makes words of numbers, then the layers from the end.
        int gpuLayers(LoadPlan plan) {
            long usable = usable(memory) - base(plan) - last();
            if (usable < 0 || memory.gpus().isEmpty()) {
                return 0;
            }
            int first = header.tensors().layers().size();
            while (first > 0 && layers(plan, first - 1) <= usable) {
                first--;
            }
            return layers() - first;
        }

        FitVerdict verdict(LoadPlan plan, int gpuLayers) {
            MemoryNeed need = need(plan);
            if (gpuLayers == layers() && onGpu(plan) <= usable(memory)) {
                return FitVerdict.GPU;
            }
            long beside = need.total() - Math.min(need.total(), gpuLayers == 0 ? 0 : moved(plan, gpuLayers));
            if (gpuLayers > 0 && beside <= memory.freeBytes()) {
                return FitVerdict.PARTLY_GPU;
            }
            if (need.total() <= memory.freeBytes()) {
                return FitVerdict.MEMORY;
            }
            boolean ever = need.total() <= memory.totalBytes() || onGpu(plan) <= memory.gpuTotalBytes();
            boolean both = need.total() <= memory.totalBytes() + memory.gpuTotalBytes()
                    && header.tensors().layers().size() > 1;
            return ever || both ? FitVerdict.LATER : FitVerdict.NEVER;
        }

        private long moved(LoadPlan plan, int gpuLayers) {
            return base(plan) + last() + layers(plan, layers() - gpuLayers);
        }

        /// A GPU is worth a change; where nothing fits at all, main memory is too.
        List<FitAlternative> alternatives(LoadPlan plan, FitVerdict verdict) {
            List<FitAlternative> found = new ArrayList<>();
            if (!memory.gpus().isEmpty()) {
                add(found, plan, true);
            }
            if (!verdict.fits()) {
                add(found, plan, false);
            }
            return found;
        }

        private void add(List<FitAlternative> found, LoadPlan plan, boolean gpu) {
            for (CacheType type : List.of(CacheType.Q8_0, CacheType.Q4_0)) {
                LoadPlan packed = plan.withCache(type);
                boolean smaller = need(packed).cache() < need(plan).cache();
                if (smaller && fits(packed, gpu)) {
                    add(
                            found,
                            new FitAlternative(
                                    FitAlternative.Change.CACHE_TYPE,
                                    type.word(),
                                    need(packed).total(),
                                    gpu));
                    break;
                }
            }
            int context = context(plan, gpu);
            if (context > 0) {
                add(
                        found,
                        new FitAlternative(
                                FitAlternative.Change.CONTEXT,
                                Integer.toString(context),
                                need(plan.withContext(context)).total(),
                                gpu));
            }
            quantisation(found, plan, gpu);
        }

        /// One of each kind is enough, and the GPU's comes first.
        private static void add(List<FitAlternative> found, FitAlternative more) {
            if (found.stream().noneMatch(known -> known.change() == more.change())) {
                found.add(more);
            }
        }

        private boolean fits(LoadPlan plan, boolean gpu) {
            return gpu ? onGpu(plan) <= usable(memory) : need(plan).total() <= memory.freeBytes();
        }

        /// The longest context that fits and is shorter; 0 for none.
        private int context(LoadPlan plan, boolean gpu) {
            int low = 0;
            int high = (plan.context() - 1) / STEP;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (fits(plan.withContext(middle * STEP), gpu)) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low * STEP < SHORTEST ? 0 : low * STEP;
        }

        private void quantisation(List<FitAlternative> found, LoadPlan plan, boolean gpu) {
            GgufTensors tensors = header.tensors();
            MemoryNeed need = need(plan);
            for (Quantisation smaller : Quantisation.values()) {
                long weights = smaller.bytes(tensors.parameters());
                long total = need.total() - tensors.bytes() + weights;
                boolean fits = total <= (gpu ? usable(memory) : memory.freeBytes());
                // A little fewer bits are the same quantisation.
                if (tensors.parameters() > 0 && smaller.bits() < tensors.bitsPerNumber() - 0.3 && fits) {
                    add(found, new FitAlternative(FitAlternative.Change.QUANTISATION, smaller.name(), total, gpu));
                    return;
                }
            }
        }
    }
}
