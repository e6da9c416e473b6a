/// Commands for the endpoint and its routes: `gateway`, `connect`, `env` and `import`.
@NullMarked
package io.aiplat.launcher.command.gateway;

import org.jspecify.annotations.NullMarked;
