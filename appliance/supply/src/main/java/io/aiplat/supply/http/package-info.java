/// HTTP to servers that bytes come from: redirects that lose no range and tell no token to others, parts of files,
/// answers that stop coming.
@NullMarked
package io.aiplat.supply.http;

import org.jspecify.annotations.NullMarked;
