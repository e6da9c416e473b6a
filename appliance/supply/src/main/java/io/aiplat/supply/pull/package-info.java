/// Pulls of models: what a source says of a model becomes blobs and a manifest, whoever serves it then.
@NullMarked
package io.aiplat.supply.pull;

import org.jspecify.annotations.NullMarked;
