/// `aiplat gpu`.
@NullMarked
package io.aiplat.launcher.command.gpu;

import org.jspecify.annotations.NullMarked;
