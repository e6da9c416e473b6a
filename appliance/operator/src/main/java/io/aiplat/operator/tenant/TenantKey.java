package io.aiplat.operator.tenant;

import io.aiplat.model.Digests;
import io.aiplat.model.Secret;
import io.aiplat.operator.desired.Tenant;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Key of a tenant as its secret has it. The secret says by a digest which token was put there, so another that
/// somebody wrote over it is seen.
///
/// @param token in the form that a secret has it
public record TenantKey(Secret token) {
    private static final String KEY = "OPENAI_API_KEY";
    private static final String ADDRESS = "OPENAI_BASE_URL";
    private static final String DIGEST = "aiplat.io/token-sha256";

    /// Of a token.
    public static TenantKey of(Secret token) {
        return new TenantKey(token);
    }

    /// Of a secret of the cluster; empty where it has another token than it was given, or none.
    public static Optional<TenantKey> read(HasMetadata object) {
        if (!(object instanceof io.fabric8.kubernetes.api.model.Secret secret) || secret.getData() == null) {
            return Optional.empty();
        }
        String encoded = secret.getData().get(KEY);
        Map<String, String> annotations = secret.getMetadata().getAnnotations();
        if (encoded == null || annotations == null) {
            return Optional.empty();
        }
        try {
            String token = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return Digests.sha256(token).equals(annotations.get(DIGEST))
                    ? Optional.of(new TenantKey(new Secret(token)))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The secret.
    ///
    /// @param gateway base address as pods reach it; null where they do not
    public HasMetadata object(Tenant tenant, @Nullable URI gateway) {
        Map<String, String> values = new TreeMap<>();
        values.put(KEY, encoded(token.value()));
        if (gateway != null) {
            values.put(ADDRESS, encoded(gateway.toString()));
        }
        return new SecretBuilder()
                .withMetadata(TenantObjects.meta(tenant, tenant.secret()))
                .editMetadata()
                .withAnnotations(Map.of(DIGEST, Digests.sha256(token.value())))
                .endMetadata()
                .withType("Opaque")
                .withData(values)
                .build();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
