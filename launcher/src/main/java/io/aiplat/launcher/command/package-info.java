/// The command tree: one line for each command in [Commands], and one class for each in the package of its plane.
@NullMarked
package io.aiplat.launcher.command;

import org.jspecify.annotations.NullMarked;
