/// The command tree: one class for each verb, one line for each in [Commands].
@NullMarked
package io.aiplat.launcher.command;

import org.jspecify.annotations.NullMarked;
