package io.aiplat.launcher.render;

import io.aiplat.model.TransferSpeed;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.StepResult;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;

/// Whole lines, for pipes and logs. Long work says every few seconds how far it is.
final class PlainRenderer implements EventRenderer {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PrintStream out;
    private final InstantSource clock;
    private final Throttle pace;
    private TransferSpeed speed = new TransferSpeed();

    PlainRenderer(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.pace = new Throttle(clock, INTERVAL);
    }

    @Override
    public synchronized void accept(Event event) {
        switch (event) {
            case Event.Planned(var plan) -> out.print(reasons(plan));
            case Event.Started(int number, int of, var step) -> {
                out.println(number + "/" + of + " " + TerminalText.line(step.title()));
                speed = new TransferSpeed();
                pace.restart();
            }
            case Event.Progressed(var _, String what, long done, long total) -> {
                TransferSpeed.Estimate estimate = speed.at(done, total, clock.instant());
                if (pace.due()) {
                    out.println("    " + TerminalText.line(what) + Quantity.percent(done, total)
                            + Quantity.speed(estimate));
                }
            }
            case Event.Ended(var _, var result, var took) ->
                out.println("    " + outcome(result) + " (" + Quantity.time(took) + ")");
            case Event.Warned(var problem) -> out.print(ProblemText.warning(problem, false));
        }
        out.flush();
    }

    static String reasons(PlanResult.Plan plan) {
        return plan.reasons().isEmpty() ? "" : TerminalText.text(String.join("\n", plan.reasons())) + "\n";
    }

    static String outcome(StepResult result) {
        return switch (result) {
            case StepResult.Done(String summary) -> "done: " + TerminalText.line(summary);
            case StepResult.Unchanged(String summary) -> "unchanged: " + TerminalText.line(summary);
            case StepResult.Failed(var problem) -> "failed: " + problem.code().id();
        };
    }

    @Override
    public void close() {
        // Every line is complete already.
    }
}
