/// Opens bundles, GPU profiles and image locks; yields a Catalog.
@NullMarked
package io.aiplat.library;

import org.jspecify.annotations.NullMarked;
