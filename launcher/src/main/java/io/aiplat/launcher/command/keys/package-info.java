/// Commands for keys, users, teams and spend, and the management API of a home that they speak to.
@NullMarked
package io.aiplat.launcher.command.keys;

import org.jspecify.annotations.NullMarked;
