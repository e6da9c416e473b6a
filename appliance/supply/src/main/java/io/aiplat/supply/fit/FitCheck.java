package io.aiplat.supply.fit;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.supply.gguf.GgufHeader;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Admission check before a model is fetched: whether it will fit into this machine's memory, found out from its first
/// megabytes.
public final class FitCheck {
    /// Tokens that a model is loaded for where nobody says otherwise; Ollama's default too.
    public static final int USUAL_CONTEXT = 4096;

    /// The headers of the largest vocabularies have some ten million bytes; what is not read is not sent either.
    private static final long MOST_HEADER = 256L << 20;

    /// Lets everything pass, and asks nothing.
    public static final FitCheck NONE = new FitCheck(null);

    private final @Nullable Supplier<MemoryFacts> memory;

    /// A check against what there is when it is asked.
    ///
    /// @param memory null for no check
    public FitCheck(@Nullable Supplier<MemoryFacts> memory) {
        this.memory = memory;
    }

    /// Lets a model pass, before the first byte of its weights is fetched.
    ///
    /// @param forced whether it is wanted even if it can never be loaded here
    /// @return a warning where it will not fit as things are; empty where it will, or where that cannot be known
    /// @throws ApplianceException   MODELS_TOO_LARGE if its weights alone are more than all memory, unless forced
    /// @throws InterruptedException if the caller gives up
    public Optional<Problem> check(RemoteModel model, boolean forced) throws InterruptedException {
        Optional<GgufHeader> header = front(model);
        return header.isEmpty() ? Optional.empty() : check(model, header.get(), forced);
    }

    /// The same of a model whose front was read already.
    ///
    /// @param header of [#front]
    /// @throws ApplianceException MODELS_TOO_LARGE if its weights alone are more than all memory, unless forced
    public Optional<Problem> check(RemoteModel model, GgufHeader header, boolean forced) {
        if (memory == null) {
            return Optional.empty();
        }
        FitReport report = report(model, header, memory.get());
        if (isTooLarge(report)) {
            Problem problem = tooLarge(report, model.source());
            if (!forced) {
                throw new ApplianceException(problem);
            }
            return Optional.of(problem);
        }
        return report.verdict().fits() ? Optional.empty() : Optional.of(tight(report, model.source()));
    }

    private static Problem tooLarge(FitReport report, String reference) {
        return FitProblems.tooLarge(
                report.model(),
                reference,
                report.need().weights(),
                report.memory().totalBytes(),
                report.memory().gpuTotalBytes(),
                FitProblems.alternatives(report));
    }

    private static Problem tight(FitReport report, String reference) {
        return FitProblems.tight(
                report.model(),
                reference,
                report.need().total(),
                report.plan().context(),
                report.memory().freeBytes(),
                report.memory().gpuFreeBytes(),
                FitProblems.alternatives(report));
    }

    private static boolean isTooLarge(FitReport report) {
        long all = report.memory().totalBytes() + report.memory().gpuTotalBytes();
        return report.need().weights() > all;
    }

    /// The sum of a model as it would be loaded where nobody says otherwise; empty if it has no GGUF header that can
    /// be read now, which whoever fetches it will find out anyhow.
    ///
    /// @throws InterruptedException if the caller gives up
    public Optional<FitReport> report(RemoteModel model) throws InterruptedException {
        Supplier<MemoryFacts> facts = memory;
        return facts == null ? Optional.empty() : front(model).map(header -> report(model, header, facts.get()));
    }

    private static FitReport report(RemoteModel model, GgufHeader header, MemoryFacts facts) {
        LoadPlan plan = LoadPlan.of(header, usualContext(header));
        return FitReport.of(model.name(), header, projector(model), plan, facts);
    }

    /// What the front of a model's file says, where there is a check; empty if it has none that can be read now, which
    /// whoever fetches it will find out anyhow. No weights are fetched.
    ///
    /// @throws InterruptedException if the caller gives up
    public Optional<GgufHeader> front(RemoteModel model) throws InterruptedException {
        if (memory == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(header(model));
        } catch (IOException | ApplianceException _) {
            return Optional.empty();
        }
    }

    /// A warning of a model that is here and does not fit as things are; empty where it does.
    ///
    /// @param projector bytes of its projector; 0 without one
    public Optional<Problem> warning(String name, GgufHeader header, long projector) {
        if (memory == null) {
            return Optional.empty();
        }
        LoadPlan plan = LoadPlan.of(header, usualContext(header));
        FitReport report = FitReport.of(name, header, projector, plan, memory.get());
        return report.verdict().fits() ? Optional.empty() : Optional.of(tight(report, name));
    }

    /// What a model is loaded with where nobody says otherwise.
    public static int usualContext(GgufHeader header) {
        return header.contextLength() == 0 ? USUAL_CONTEXT : Math.min(USUAL_CONTEXT, header.contextLength());
    }

    /// Bytes of the parts of a model that make tokens of pictures and sound.
    public static long projector(RemoteModel model) {
        return model.parts().stream()
                .filter(part -> part.role() == Role.PROJECTOR)
                .mapToLong(part -> Math.max(0, part.blob().bytes()))
                .sum();
    }

    /// The header of a model that lies elsewhere, with the sums over all parts of its weights. No weights are fetched.
    ///
    /// @throws IOException          if it has no weights, or its server refuses or breaks off
    /// @throws ApplianceException   if it is no GGUF file that can be trusted
    /// @throws InterruptedException if the caller gives up
    public static GgufHeader header(RemoteModel model) throws IOException, InterruptedException {
        List<GgufHeader> headers = new ArrayList<>();
        for (RemotePart part : model.parts()) {
            if (part.role() == Role.WEIGHTS) {
                try (InputStream in = part.blob().open(0, part.blob().hasRanges() ? MOST_HEADER : -1)) {
                    headers.add(
                            GgufHeader.readFront(part.file(), in, part.blob().bytes()));
                }
            }
        }
        if (headers.isEmpty()) {
            throw new IOException("The model " + model.name() + " has no weights.");
        }
        return headers.getFirst().with(headers);
    }
}
