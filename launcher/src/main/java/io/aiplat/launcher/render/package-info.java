/// Turns events, problems and values into text or JSON. Nothing else in aiplat prints.
@NullMarked
package io.aiplat.launcher.render;

import org.jspecify.annotations.NullMarked;
