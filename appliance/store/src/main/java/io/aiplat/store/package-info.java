/// The home directory: what is kept there, with which rights, in which version of its format.
@NullMarked
package io.aiplat.store;

import org.jspecify.annotations.NullMarked;
