package io.aiplat.model.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Record of a model in the registry. It stays when the model is removed: what was found out of it, and what was
/// decided, is true of the same bytes when they come again.
///
/// @param name       as it is listed
/// @param versions   which bytes the name has stood for, the present ones last
/// @param notes      of people, free text; empty for none
/// @param stage      of the present version
/// @param benchmarks of the present version, in the order of their times
public record ModelRecord(
        String name, List<ModelVersion> versions, String notes, StageDecision stage, List<BenchmarkResult> benchmarks) {
    /// So many are kept; the oldest go.
    static final int MOST_VERSIONS = 50;

    /// So many are kept; the oldest go.
    static final int MOST_BENCHMARKS = 500;

    public ModelRecord {
        versions = List.copyOf(versions.subList(Math.max(0, versions.size() - MOST_VERSIONS), versions.size()));
        benchmarks =
                List.copyOf(benchmarks.subList(Math.max(0, benchmarks.size() - MOST_BENCHMARKS), benchmarks.size()));
    }

    /// One of which only the name is known.
    public static ModelRecord of(String name) {
        return new ModelRecord(name, List.of(), "", StageDecision.NONE, List.of());
    }

    /// The bytes that the name stands for now; empty where nobody has said.
    public Optional<ModelVersion> version() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }

    /// Has the name stand for a version. Nobody has looked at other bytes than before: they are a candidate, without
    /// benchmarks, whatever was decided about the former ones.
    public ModelRecord with(ModelVersion version) {
        Optional<ModelVersion> before = version();
        List<ModelVersion> all = new ArrayList<>(versions);
        if (before.isEmpty()) {
            all.add(version);
            return new ModelRecord(name, all, notes, stage, benchmarks);
        }
        if (before.get().digest().equals(version.digest())) {
            all.set(all.size() - 1, before.get().and(version));
            return new ModelRecord(name, all, notes, stage, benchmarks);
        }
        all.removeIf(each -> each.digest().equals(version.digest()));
        all.add(version);
        return new ModelRecord(name, all, notes, renewed(version.added()), List.of());
    }

    private StageDecision renewed(Instant at) {
        return stage.stage() == ModelStage.CANDIDATE
                ? stage
                : new StageDecision(
                        ModelStage.CANDIDATE,
                        at,
                        "aiplat",
                        "was " + stage.stage().word() + " with other bytes");
    }

    /// With other notes.
    public ModelRecord withNotes(String text) {
        return new ModelRecord(name, versions, text, stage, benchmarks);
    }

    /// At another stage.
    public ModelRecord at(StageDecision decision) {
        return new ModelRecord(name, versions, notes, decision, benchmarks);
    }

    /// With one more benchmark.
    public ModelRecord with(BenchmarkResult result) {
        List<BenchmarkResult> all = new ArrayList<>(benchmarks);
        all.add(result);
        return new ModelRecord(name, versions, notes, stage, all);
    }
}
