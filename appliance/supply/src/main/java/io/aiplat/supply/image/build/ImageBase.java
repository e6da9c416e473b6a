package io.aiplat.supply.image.build;

import io.aiplat.model.catalog.ImageReference;

/// Base that images are made on.
///
/// @param image with a Java runtime
public record ImageBase(ImageReference image) {}
