/// Blobs: bytes of any kind, kept under the digest of their content.
@NullMarked
package io.aiplat.supply.blob;

import org.jspecify.annotations.NullMarked;
