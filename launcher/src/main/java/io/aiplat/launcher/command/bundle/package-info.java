/// `aiplat bundle`: archives that carry an appliance to where there is no network.
@NullMarked
package io.aiplat.launcher.command.bundle;

import org.jspecify.annotations.NullMarked;
