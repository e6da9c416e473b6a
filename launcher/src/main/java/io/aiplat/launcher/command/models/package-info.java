/// Commands for models: `models` and `chat`.
@NullMarked
package io.aiplat.launcher.command.models;

import org.jspecify.annotations.NullMarked;
