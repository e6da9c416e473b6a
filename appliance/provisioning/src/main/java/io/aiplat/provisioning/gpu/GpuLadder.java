package io.aiplat.provisioning.gpu;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The ladder: climbs rung by rung and stops at the first that is broken.
public final class GpuLadder {
    private final List<Rung> rungs;

    /// @param rungs from the lowest
    public GpuLadder(List<Rung> rungs) {
        this.rungs = List.copyOf(rungs);
    }

    /// A rung that was looked at.
    ///
    /// @param mended what was done about it, as a few words; empty for nothing
    public record Step(Rung rung, RungResult result, String mended) {}

    /// How far it went.
    ///
    /// @param steps those that were looked at, from the lowest; only the last can be broken
    /// @param left  how many rungs above were not looked at
    public record Climb(List<Step> steps, int left) {
        public Climb {
            steps = List.copyOf(steps);
        }

        /// What the broken rung says; empty where none is.
        public Optional<Problem> problem() {
            return steps.isEmpty() || !(steps.getLast().result() instanceof RungResult.Broken(var problem, var _))
                    ? Optional.empty()
                    : Optional.of(problem);
        }

        /// Whether the broken rung could be mended by us.
        public boolean mendable() {
            return !steps.isEmpty()
                    && steps.getLast().result() instanceof RungResult.Broken(var _, var repair)
                    && repair != null;
        }
    }

    /// Climbs.
    ///
    /// @param fix   whether broken rungs are mended where that is safe, and looked at again
    /// @param begun takes each rung before it is looked at
    public Climb climb(GpuEvidence evidence, boolean fix, Consumer<Rung> begun) {
        List<Step> steps = new ArrayList<>();
        for (Rung rung : rungs) {
            begun.accept(rung);
            Step step = step(rung, evidence, fix);
            steps.add(step);
            if (step.result() instanceof RungResult.Broken) {
                break;
            }
        }
        return new Climb(steps, rungs.size() - steps.size());
    }

    private static Step step(Rung rung, GpuEvidence evidence, boolean fix) {
        RungResult result = look(rung, evidence);
        if (!fix || !(result instanceof RungResult.Broken(var problem, var repair)) || repair == null) {
            return new Step(rung, result, "");
        }
        try {
            String mended = repair.mend();
            evidence.forget();
            return new Step(rung, look(rung, evidence), mended);
        } catch (ApplianceException e) {
            Problem failed = e.problem();
            return new Step(rung, new RungResult.Broken(problem), "not mended: " + failed.what() + ": " + failed.why());
        }
    }

    /// Who is asked may have nothing to say (a cluster that does not answer): then that is what is broken.
    private static RungResult look(Rung rung, GpuEvidence evidence) {
        try {
            return rung.look(evidence);
        } catch (ApplianceException e) {
            return new RungResult.Broken(e.problem());
        }
    }
}
