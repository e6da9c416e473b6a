package io.aiplat.governance.key;

/// Authentication result of a token: the key it opens, or why it opens none.
public sealed interface Authentication permits KeySnapshot, AuthenticationFailure {}
