/// Commands for the operator as a pod: `operator`.
@NullMarked
package io.aiplat.launcher.command.operator;

import org.jspecify.annotations.NullMarked;
