/// Sources of what the cluster shall have, as the process that serves follows them.
@NullMarked
package io.aiplat.launcher.gitops;

import org.jspecify.annotations.NullMarked;
