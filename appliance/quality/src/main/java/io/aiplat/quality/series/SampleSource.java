package io.aiplat.quality.series;

import java.io.IOException;
import java.io.OutputStream;

/// Source of samples, which is asked again and again.
public interface SampleSource {
    /// The label `job` of its series; no other source has it.
    String job();

    /// The label `instance` of its series.
    String instance();

    /// Writes its samples of now in
    /// [Prometheus' text format](https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
    ///
    /// @throws IOException if they cannot be had
    void write(OutputStream to) throws IOException;
}
