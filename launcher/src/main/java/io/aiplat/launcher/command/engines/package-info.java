/// `aiplat engines`: the programs that run models, installed, chosen and removed.
@NullMarked
package io.aiplat.launcher.command.engines;

import org.jspecify.annotations.NullMarked;
