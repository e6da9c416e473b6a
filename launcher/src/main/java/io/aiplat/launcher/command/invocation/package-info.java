/// What every command is given, and how it ends: the global options, the decisions kept with the home, the running
/// appliance, and the problems that commands have in common.
@NullMarked
package io.aiplat.launcher.command.invocation;

import org.jspecify.annotations.NullMarked;
