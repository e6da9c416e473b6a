/// Authentication and access control: who may ask from where, for which route, and what that route costs at most.
@NullMarked
package io.aiplat.gateway.access;

import org.jspecify.annotations.NullMarked;
