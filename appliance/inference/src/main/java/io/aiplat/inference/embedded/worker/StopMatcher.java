package io.aiplat.inference.embedded.worker;

import java.util.List;

/// Finds stop texts in an answer that arrives in pieces, and lets no part of one through, even where it is
/// split over pieces. llama.cpp could look for them itself, but then it holds tokens back and they can no
/// longer be counted.
final class StopMatcher {
    private final List<String> stops;
    private String held = "";
    private boolean stopped;

    /// Looks for any of `stops`, of which none is empty.
    StopMatcher(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /// Takes the next piece.
    ///
    /// @return what can be shown; empty while it may still become a stop text
    String accept(String piece) {
        if (stopped) {
            return "";
        }
        String text = held + piece;
        int cut = firstStop(text);
        if (cut >= 0) {
            stopped = true;
            held = "";
            return text.substring(0, cut);
        }
        int keep = longestBeginning(text);
        held = text.substring(text.length() - keep);
        return text.substring(0, text.length() - keep);
    }

    /// Whether a stop text was seen; nothing more is let through then.
    boolean stopped() {
        return stopped;
    }

    /// What was held back and, the answer being over, is text after all.
    String rest() {
        String rest = held;
        held = "";
        return rest;
    }

    private int firstStop(String text) {
        return stops.stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }

    /// Length of the longest end of `text` that begins a stop text.
    private int longestBeginning(String text) {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, text.length()); n > longest; n--) {
                if (text.regionMatches(text.length() - n, stop, 0, n)) {
                    longest = n;
                }
            }
        }
        return longest;
    }
}
