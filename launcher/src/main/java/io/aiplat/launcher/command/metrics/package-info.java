/// Commands that show what metrics were.
@NullMarked
package io.aiplat.launcher.command.metrics;

import org.jspecify.annotations.NullMarked;
