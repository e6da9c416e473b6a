/// HTTP endpoints that ask no model, and what all of the API has in common: the addresses, the ids of requests, the
/// answers to errors, and clients that leave.
@NullMarked
package io.aiplat.gateway.http;

import org.jspecify.annotations.NullMarked;
