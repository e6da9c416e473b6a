package io.aiplat.launcher.render;

import io.aiplat.model.Problem;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Events, plans and problems as the objects that programs read. Their names are an interface: they only grow.
public final class EventJson {
    private EventJson() {}

    /// An object whose `event` says which one it is.
    static Map<String, Object> of(Event event) {
        return switch (event) {
            case Event.Planned(var plan) -> object("event", "planned", "plan", plan(plan));
            case Event.Started(int number, int of, var step) ->
                object("event", "started", "number", number, "of", of, "step", step(step));
            case Event.Progressed(var step, String what, long done, long total) ->
                object("event", "progressed", "step", step(step), "what", what, "done", done, "total", total);
            case Event.Ended(var step, var result, var took) -> ended(step, result, took);
            case Event.Warned(var problem) -> object("event", "warned", "problem", problem(problem));
        };
    }

    private static Map<String, Object> ended(Step step, StepResult result, Duration took) {
        Map<String, Object> ended = object("event", "ended", "step", step(step), "took", took);
        switch (result) {
            case StepResult.Done(String summary) -> ended.putAll(object("result", "done", "summary", summary));
            case StepResult.Unchanged(String summary) ->
                ended.putAll(object("result", "unchanged", "summary", summary));
            case StepResult.Failed(var problem) ->
                ended.putAll(object("result", "failed", "problem", problem(problem)));
        }
        return ended;
    }

    /// A plan with its steps in order.
    public static Map<String, Object> plan(PlanResult.Plan plan) {
        return object(
                "cluster",
                plan.cluster(),
                "engine",
                plan.engine(),
                "reasons",
                plan.reasons(),
                "steps",
                plan.steps().stream().map(EventJson::step).toList());
    }

    /// A step: `kind`, `title` and, under `details`, what it is told.
    static Map<String, Object> step(Step step) {
        return object("kind", step.getClass().getSimpleName(), "title", step.title(), "details", step);
    }

    /// A problem with its code and exit status.
    public static Map<String, Object> problem(Problem problem) {
        return object(
                "code", problem.code().id(),
                "exit", problem.code().exit().status(),
                "what", problem.what(),
                "why", problem.why(),
                "fixes", problem.fixes());
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }
}
