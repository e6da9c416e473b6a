/// Sources of models: registries, model hubs, addresses, files. They say what a model consists of and where its bytes
/// are; fetching and keeping them is the business of others.
@NullMarked
package io.aiplat.supply.source;

import org.jspecify.annotations.NullMarked;
