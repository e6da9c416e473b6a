/// Custom resource of [Open Data Hub](https://github.com/opendatahub-io/opendatahub-operator) that switches components
/// of a platform on and off.
@NullMarked
package io.aiplat.operator.datascience;

import org.jspecify.annotations.NullMarked;
