/// `aiplat gitops`: sources of what the cluster shall have, added, looked at and stopped.
@NullMarked
package io.aiplat.launcher.command.gitops;

import org.jspecify.annotations.NullMarked;
