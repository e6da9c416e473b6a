/// The JAR as a person uses it: a process, a home of its own, and real clients.
@NullMarked
package io.aiplat.launcher.e2e;

import org.jspecify.annotations.NullMarked;
