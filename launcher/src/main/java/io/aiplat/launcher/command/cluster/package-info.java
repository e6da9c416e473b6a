/// Commands for the cluster of a home: `kubeconfig`, `kubectl` and `images`, and looks into it for other commands.
@NullMarked
package io.aiplat.launcher.command.cluster;

import org.jspecify.annotations.NullMarked;
