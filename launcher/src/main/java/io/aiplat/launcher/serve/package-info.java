/// The appliance process: the gateway and the page over the model engine that was decided on.
@NullMarked
package io.aiplat.launcher.serve;

import org.jspecify.annotations.NullMarked;
