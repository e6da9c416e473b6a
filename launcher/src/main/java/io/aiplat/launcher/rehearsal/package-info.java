/// What install.sh runs once, so that the JVM's start-up cache knows the classes of the real commands.
@NullMarked
package io.aiplat.launcher.rehearsal;

import org.jspecify.annotations.NullMarked;
