/// Dependency injection by hand: builds everything with `new` for one set of settings, out of what a process is
/// given, in three scopes that hold one another: of a command, of what installs, of what serves.
@NullMarked
package io.aiplat.launcher.wiring;

import org.jspecify.annotations.NullMarked;
