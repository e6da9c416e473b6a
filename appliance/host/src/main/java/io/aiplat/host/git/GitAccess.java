package io.aiplat.host.git;

import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Access to a repository: what opens it, and the way to it.
///
/// @param user       who the token is of
/// @param token      or password of HTTP; null for none
/// @param sshKey     file of a private key; null for what the person's `ssh` has
/// @param knownHosts file that `ssh` keeps keys of servers in, besides the person's own
/// @param network    proxies, and a company's authority
public record GitAccess(
        String user, @Nullable Secret token, @Nullable Path sshKey, Path knownHosts, Settings.Network network) {}
