/// The running appliance, as the commands speak to it: over the same HTTP a person's programs use.
@NullMarked
package io.aiplat.launcher.client;

import org.jspecify.annotations.NullMarked;
