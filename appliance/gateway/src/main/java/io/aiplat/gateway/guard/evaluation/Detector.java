package io.aiplat.gateway.guard.evaluation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds one kind of thing in texts.
///
/// @param kind    in lower case
/// @param pattern finds what may be one
/// @param extent  says how much of that really is
/// @param needs   the [CharacterPrefilter] without one of which a text has none; 0 where any text may have one
record Detector(String kind, Pattern pattern, Extent extent, int needs) {
    /// Says how much of what a pattern found is what it looks for.
    @FunctionalInterface
    interface Extent {
        /// All of it.
        Extent WHOLE = (_, _, end) -> end;

        /// What it is not.
        int NONE = -1;

        /// Where it ends, exclusive, or [#NONE].
        int end(CharSequence text, int begin, int end);
    }

    /// One that takes whatever its pattern finds.
    static Detector of(String kind, Pattern pattern, int needs) {
        return new Detector(kind, pattern, Extent.WHOLE, needs);
    }

    /// Whether a text of these [CharacterPrefilter] may have what it looks for.
    boolean mayFind(int traits) {
        return needs == 0 || (needs & traits) != 0;
    }

    /// Adds what it finds.
    ///
    /// @param from where to begin; what stands before is seen, but nothing is found there
    /// @param most it finds no more than so many, and one more
    void find(CharSequence text, int from, int most, List<EntityMatch> found) {
        Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        int at = from;
        int begun = found.size();
        while (found.size() - begun <= most
                && at < text.length()
                && matcher.region(at, text.length()).find()) {
            int begin = matcher.start();
            int end = matcher.end() == begin ? Extent.NONE : extent.end(text, begin, matcher.end());
            if (end > begin) {
                found.add(new EntityMatch(begin, end, kind));
                at = end;
            } else {
                at = begin + 1;
            }
        }
    }
}
