/// Forms with files in them, `multipart/form-data` of [RFC 7578](https://www.rfc-editor.org/rfc/rfc7578), looked at
/// and changed in their bytes.
@NullMarked
package io.aiplat.wire.form;

import org.jspecify.annotations.NullMarked;
