/// Cache of images: what nodes have asked registries for, kept by digest.
@NullMarked
package io.aiplat.supply.image.cache;

import org.jspecify.annotations.NullMarked;
