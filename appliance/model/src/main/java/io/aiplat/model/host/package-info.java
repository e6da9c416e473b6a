/// Facts about the machine: its hardware, its container engine and the images that can be had, read without
/// changing it.
@NullMarked
package io.aiplat.model.host;

import org.jspecify.annotations.NullMarked;
