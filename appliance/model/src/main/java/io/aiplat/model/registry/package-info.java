/// The model registry: what a home knows of its models beyond their bytes.
@NullMarked
package io.aiplat.model.registry;

import org.jspecify.annotations.NullMarked;
