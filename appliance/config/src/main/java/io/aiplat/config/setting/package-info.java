/// Settings: what can be decided in `aiplat.yaml`, by variables and by flags. Each room has its section of them, a
/// table
/// from which flags, variables, the check of the file and the reference come.
@NullMarked
package io.aiplat.config.setting;

import org.jspecify.annotations.NullMarked;
