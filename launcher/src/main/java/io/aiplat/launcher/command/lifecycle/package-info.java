/// Commands that start, change and end an appliance: `up`, `plan`, `serve`, `service`, `restart`, `stop`, `down`,
/// and the `settings` they go by.
@NullMarked
package io.aiplat.launcher.command.lifecycle;

import org.jspecify.annotations.NullMarked;
