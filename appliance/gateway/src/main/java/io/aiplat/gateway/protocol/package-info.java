/// What the servers of others speak: a conversation in their words, and their answers in ours. Nothing is
/// sent from here.
@NullMarked
package io.aiplat.gateway.protocol;

import org.jspecify.annotations.NullMarked;
