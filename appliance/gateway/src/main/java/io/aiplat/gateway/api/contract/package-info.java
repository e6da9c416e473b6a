/// The contract that all APIs have in common: a request that was read, the form of its answer, fields, parameters that
/// are dropped, and errors with their envelopes.
@NullMarked
package io.aiplat.gateway.api.contract;

import org.jspecify.annotations.NullMarked;
