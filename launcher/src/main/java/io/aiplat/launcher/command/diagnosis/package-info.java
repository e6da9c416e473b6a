/// Commands that only look: `status`, `doctor` and `logs`.
@NullMarked
package io.aiplat.launcher.command.diagnosis;

import org.jspecify.annotations.NullMarked;
