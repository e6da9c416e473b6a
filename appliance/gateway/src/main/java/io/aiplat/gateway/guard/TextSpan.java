package io.aiplat.gateway.guard;

import io.aiplat.gateway.guard.evaluation.GuardText;
import java.util.List;

/// Texts in their place in a document.
///
/// @param begin of the value or name, with its quote
/// @param end   exclusive
record TextSpan(int begin, int end, TextEncoding written) {
    /// Puts other texts in their place.
    void patch(List<GuardText> passed, BytePatch patch) {
        String changed = written.with(passed);
        if (changed != null) {
            patch.replace(begin, end, changed);
        }
    }
}
