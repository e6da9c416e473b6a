/// Ingress: how requests from outside of a cluster come to a service in it, with TLS.
@NullMarked
package io.aiplat.cluster.ingress;

import org.jspecify.annotations.NullMarked;
