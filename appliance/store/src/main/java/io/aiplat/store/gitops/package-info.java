/// Sources of what a cluster shall have, on disk: what a person has said of each, and what became of it.
@NullMarked
package io.aiplat.store.gitops;

import org.jspecify.annotations.NullMarked;
