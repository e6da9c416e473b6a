/// Repositories of git, read by the `git` program, in which nothing of a repository is executed.
@NullMarked
package io.aiplat.host.git;

import org.jspecify.annotations.NullMarked;
