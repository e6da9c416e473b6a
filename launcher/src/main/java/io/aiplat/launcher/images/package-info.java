/// The image cache as a registry that nodes ask.
@NullMarked
package io.aiplat.launcher.images;

import org.jspecify.annotations.NullMarked;
