/// Operator and gateway as pods of a cluster, each a process of its own.
@NullMarked
package io.aiplat.launcher.pods;

import org.jspecify.annotations.NullMarked;
