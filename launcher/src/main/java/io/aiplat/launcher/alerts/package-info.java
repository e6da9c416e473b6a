/// What alerts need of the process: the desktop, the rules in the JAR, and gauges.
@NullMarked
package io.aiplat.launcher.alerts;

import org.jspecify.annotations.NullMarked;
