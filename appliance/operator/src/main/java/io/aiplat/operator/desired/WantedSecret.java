package io.aiplat.operator.desired;

import java.util.List;
import java.util.Map;

/// Wanted secret: one that a store outside of the cluster has, and that an operator of somebody else brings.
///
/// @param name     of the Secret
/// @param provider whose operator brings it
/// @param source   where it is, as the specification of that operator's resource says it, but for the name of the
///     Secret
/// @param entries  of the Secret, where each is brought from elsewhere, as that specification says them
public record WantedSecret(
        String name, Provider provider, Map<String, Object> source, List<Map<String, Object>> entries) {
    /// Operators that bring secrets.
    public enum Provider {
        /// External Secrets (https://external-secrets.io/latest/api/externalsecret/).
        EXTERNAL("External Secrets", "external-secrets.io", "ExternalSecret", "externalsecrets"),
        /// HashiCorp's Vault Secrets Operator (https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso).
        VAULT("the Vault Secrets Operator", "secrets.hashicorp.com", "VaultStaticSecret", "vaultstaticsecrets");

        private final String words;
        private final String group;
        private final String kind;
        private final String plural;

        Provider(String words, String group, String kind, String plural) {
            this.words = words;
            this.group = group;
            this.kind = kind;
            this.plural = plural;
        }

        /// What people call it.
        public String words() {
            return words;
        }

        /// API group of its resources.
        public String group() {
            return group;
        }

        /// Kind of the resource that says what is brought.
        public String kind() {
            return kind;
        }

        /// Plural name of that kind.
        public String plural() {
            return plural;
        }
    }

    public WantedSecret {
        source = Map.copyOf(source);
        entries = List.copyOf(entries);
    }
}
