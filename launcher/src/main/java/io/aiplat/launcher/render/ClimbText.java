package io.aiplat.launcher.render;

import io.aiplat.provisioning.gpu.GpuLadder.Climb;
import io.aiplat.provisioning.gpu.GpuLadder.Step;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.LinkedHashMap;
import java.util.Map;

/// How far the ladder was climbed, for people and programs.
public final class ClimbText {
    private ClimbText() {}

    /// The verdict on a rung: `holds`, `mended`, `skipped` or `broken`.
    public static String word(Step step) {
        return switch (step.result()) {
            case RungResult.Holds _ -> step.mended().isEmpty() ? "holds" : "mended";
            case RungResult.Skipped _ -> "skipped";
            case RungResult.Broken _ -> "broken";
        };
    }

    private static String saw(Step step) {
        String saw = switch (step.result()) {
            case RungResult.Holds(var what) -> what;
            case RungResult.Skipped(var why) -> why;
            case RungResult.Broken(var problem, var _) -> problem.what();
        };
        return step.mended().isEmpty() ? saw : step.mended() + "; " + saw;
    }

    /// For a program.
    public static Map<String, Object> json(Climb climb) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("works", climb.problem().isEmpty());
        json.put("rungs", climb.steps().stream().map(ClimbText::json).toList());
        json.put("not_looked_at", climb.left());
        return json;
    }

    private static Map<String, Object> json(Step step) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rung", step.rung().name());
        json.put("about", step.rung().about());
        json.put("verdict", word(step));
        json.put("mended", step.mended());
        switch (step.result()) {
            case RungResult.Holds(var what) -> json.put("saw", what);
            case RungResult.Skipped(var why) -> json.put("saw", why);
            case RungResult.Broken(var problem, var _) -> json.put("problem", EventJson.problem(problem));
        }
        return json;
    }

    /// For a person: a line for each rung from the lowest, and at the end what to do about the broken one.
    public static String text(Climb climb) {
        Table table = new Table("VERDICT", "RUNG", "SAW");
        climb.steps().forEach(step -> table.row(word(step), step.rung().name(), saw(step)));
        StringBuilder text = new StringBuilder(table.toText());
        if (climb.left() > 0) {
            text.append("         ").append(climb.left()).append(" more above were not looked at\n");
        }
        climb.problem().ifPresent(problem -> text.append('\n').append(ProblemText.error(problem, false)));
        if (climb.mendable()) {
            text.append("  or:  have it mended: aiplat doctor --gpu --fix\n");
        }
        return text.toString();
    }
}
