/// `aiplat top`: one live screen of what runs.
@NullMarked
package io.aiplat.launcher.command.top;

import org.jspecify.annotations.NullMarked;
