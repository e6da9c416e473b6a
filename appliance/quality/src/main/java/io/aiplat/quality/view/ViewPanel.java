package io.aiplat.quality.view;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Panel of a view.
///
/// @param description empty for none
/// @param unit        in Grafana's words, such as `percentunit`; empty for a bare number
/// @param decimals    that are shown; null for as many as it takes
/// @param least       where its scale begins; null where the values say
/// @param most        where its scale ends; null where the values say
/// @param width       of 24
/// @param thresholds  from below to above
public record ViewPanel(
        Kind kind,
        String title,
        String description,
        String unit,
        @Nullable Integer decimals,
        @Nullable Double least,
        @Nullable Double most,
        int width,
        List<Threshold> thresholds,
        List<Query> queries) {
    public ViewPanel {
        thresholds = List.copyOf(thresholds);
        queries = List.copyOf(queries);
    }

    /// What is drawn.
    public enum Kind {
        /// A heading for the panels after it.
        ROW,
        /// Lines over time.
        TIMESERIES,
        /// The last values as numbers.
        STAT,
        /// The last values, each on a scale.
        GAUGE,
        /// The last values beside each other, each with a bar.
        BARGAUGE,
        /// The last values with their labels.
        TABLE;

        /// As Grafana writes it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How good values are.
    public enum Level {
        /// As it should be.
        GOOD,
        /// Somebody should look.
        WARNING,
        /// Something is wrong.
        BAD,
        /// Nothing is said of it.
        NONE;

        /// In small letters.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// From a value on, how good that is.
    ///
    /// @param from null for all that are below the others
    public record Threshold(@Nullable Double from, Level level) {}

    /// What is asked.
    ///
    /// @param expression of PromQL
    /// @param legend     name of each series, with labels as `{{team}}`; empty for all of its labels
    /// @param instant    whether the last value alone is asked for
    public record Query(String expression, String legend, boolean instant) {}
}
