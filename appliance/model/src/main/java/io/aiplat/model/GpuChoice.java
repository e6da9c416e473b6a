package io.aiplat.model;

import java.util.List;
import java.util.stream.Collectors;

/// Choice of GPUs: which of a machine's GPUs models may be computed on, as a person decides it.
///
/// @param mode  how it was said
/// @param cards index of each card, as the driver counts them, ascending; empty but for [Mode#CARDS]
public record GpuChoice(Mode mode, List<Integer> cards) {
    /// Nobody has decided anything.
    public static final GpuChoice AUTO = new GpuChoice(Mode.AUTO, List.of());

    /// All there are; none is refused.
    public static final GpuChoice ALL = new GpuChoice(Mode.ALL, List.of());

    /// None, whatever there is.
    public static final GpuChoice OFF = new GpuChoice(Mode.OFF, List.of());

    public GpuChoice {
        cards = cards.stream().sorted().distinct().toList();
        if (cards.isEmpty() == (mode == Mode.CARDS)) {
            throw new IllegalArgumentException("cards are named where some of them are chosen, and only there");
        }
    }

    /// Some of the cards.
    ///
    /// @param cards index of each, one or more
    public static GpuChoice of(List<Integer> cards) {
        return new GpuChoice(Mode.CARDS, cards);
    }

    /// How GPUs are chosen.
    public enum Mode {
        /// What can be used is; what cannot be is left idle and said.
        AUTO,
        /// All of them; where one cannot be used, nothing is done.
        ALL,
        /// None.
        OFF,
        /// Those named; where one of them cannot be used, nothing is done.
        CARDS
    }

    /// Whether what was asked for has to be had: it never falls back to processors.
    public boolean isByName() {
        return mode == Mode.ALL || mode == Mode.CARDS;
    }

    /// As the setting is written.
    public String words() {
        return switch (mode) {
            case AUTO -> "auto";
            case ALL -> "all";
            case OFF -> "off";
            case CARDS -> cards.stream().map(String::valueOf).collect(Collectors.joining(","));
        };
    }
}
