package io.aiplat.gateway.guard;

import java.util.List;

/// Texts in their place in a document.
///
/// @param begin of the value or name, with its quote
/// @param end   exclusive
record Spot(int begin, int end, Written written) {
    /// Puts other texts in their place.
    void patch(List<Text> passed, Patch patch) {
        String changed = written.with(passed);
        if (changed != null) {
            patch.replace(begin, end, changed);
        }
    }
}
