/// The graphics processors of this machine as people, programs and Prometheus see them: what `host` reads, put
/// together with the profile that fits.
@NullMarked
package io.aiplat.launcher.gpu;

import org.jspecify.annotations.NullMarked;
