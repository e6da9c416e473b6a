/// HTTP/1.1 as bytes: what a server reads and writes, and what both sides share. No HTTP/2, no upgrades.
@NullMarked
package io.aiplat.wire.http;

import org.jspecify.annotations.NullMarked;
