/// GitOps: a folder or a git repository is the source of what a cluster shall have. It is looked at again and again;
/// what it has is applied, what it has no more is deleted, and what others have changed is put right.
@NullMarked
package io.aiplat.provisioning.gitops;

import org.jspecify.annotations.NullMarked;
