/// What other programs have to be told so that they speak to an appliance.
@NullMarked
package io.aiplat.launcher.connect;

import org.jspecify.annotations.NullMarked;
