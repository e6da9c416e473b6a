package io.aiplat.inference.chat;

import java.util.List;

/// Which tools a model may call, and whether it must.
///
/// @param offered  empty for none
/// @param choice   whether it is free to call
/// @param parallel whether it may call several in one turn
public record Tools(List<ToolDefinition> offered, Choice choice, boolean parallel) {
    /// No tools at all.
    public static final Tools NONE = new Tools(List.of(), new Choice.Auto(), true);

    public Tools {
        offered = List.copyOf(offered);
    }

    /// Tools the model may call as it likes.
    public static Tools offered(List<ToolDefinition> offered) {
        return new Tools(offered, new Choice.Auto(), true);
    }

    /// What the model is told of: nothing where it may not call.
    public List<ToolDefinition> shown() {
        return choice instanceof Choice.None ? List.of() : offered;
    }

    /// Whether it must call.
    public boolean isForced() {
        return choice instanceof Choice.Required || choice instanceof Choice.Named;
    }

    /// Whether the model is free to call.
    public sealed interface Choice {
        /// It calls or answers, as it likes.
        record Auto() implements Choice {}

        /// It must not call.
        record None() implements Choice {}

        /// It must call one or more of them.
        record Required() implements Choice {}

        /// It must call this one.
        ///
        /// @param name of one that is offered
        record Named(String name) implements Choice {}
    }
}
