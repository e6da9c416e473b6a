/// The command tree at a prompt of its own.
@NullMarked
package io.aiplat.launcher.shell;

import org.jspecify.annotations.NullMarked;
