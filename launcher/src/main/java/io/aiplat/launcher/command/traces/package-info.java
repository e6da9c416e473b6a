/// Commands that show what programs have traced.
@NullMarked
package io.aiplat.launcher.command.traces;

import org.jspecify.annotations.NullMarked;
