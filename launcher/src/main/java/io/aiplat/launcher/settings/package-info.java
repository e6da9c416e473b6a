/// Resolves what a person decided: defaults, `aiplat.yaml`, `AIPLAT_*`, flags.
@NullMarked
package io.aiplat.launcher.settings;

import org.jspecify.annotations.NullMarked;
