/// Commands for the image of aiplat itself: `image`.
@NullMarked
package io.aiplat.launcher.command.image;

import org.jspecify.annotations.NullMarked;
