/// Samples of metrics, kept small and for long: scraped, compressed, and written to files of an own format.
@NullMarked
package io.aiplat.quality.series;

import org.jspecify.annotations.NullMarked;
