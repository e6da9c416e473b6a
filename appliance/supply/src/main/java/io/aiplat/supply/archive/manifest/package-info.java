/// What a bundle archive says of itself: its manifest and the parts that it lists.
@NullMarked
package io.aiplat.supply.archive.manifest;

import org.jspecify.annotations.NullMarked;
