/// Dependency injection by hand: builds everything with `new` for one set of settings, out of what a process is
/// given.
@NullMarked
package io.aiplat.launcher.wiring;

import org.jspecify.annotations.NullMarked;
