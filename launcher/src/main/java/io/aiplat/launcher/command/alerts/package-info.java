/// Commands that show what is wrong, and who is told of it.
@NullMarked
package io.aiplat.launcher.command.alerts;

import org.jspecify.annotations.NullMarked;
