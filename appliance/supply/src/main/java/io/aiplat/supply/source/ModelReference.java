package io.aiplat.supply.source;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.blob.BlobDigest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reference to a model, as people write it. Which form a text has is decided by the text alone; where two forms are
/// possible, `docs/decisions/sources.md` says which it is.
public sealed interface ModelReference {
    /// A model in an Ollama registry: `qwen3:8b`, `registry.example:5000/team/qwen3:8b`.
    ///
    /// @param host   with the port where one is named; null for the usual registry
    /// @param path   of the repository there: `library/qwen3`
    /// @param tag    `latest` where none was written
    /// @param digest of the manifest; null where any will do
    record Ollama(
            @Nullable String host,
            String path,
            String tag,
            @Nullable BlobDigest digest) implements ModelReference {}

    /// A repository of Hugging Face: `hf.co/USER/REPO:Q4_K_M`, or a link to one.
    ///
    /// @param user       or organisation
    /// @param repository its name
    /// @param revision   branch, tag or commit; `main` where none was written
    /// @param choice     quantisation or name of a file; null for the usual one
    record HuggingFace(
            String user,
            String repository,
            String revision,
            @Nullable String choice) implements ModelReference {
        /// `USER/REPO`.
        public String id() {
            return user + "/" + repository;
        }
    }

    /// A GGUF file somewhere on the web.
    ///
    /// @param uri    without fragment
    /// @param digest that it should have; null where none was written (`#sha256=…`)
    record Address(URI uri, @Nullable BlobDigest digest) implements ModelReference {}

    /// An artifact in a registry: `oci://ghcr.io/team/model:1`.
    record Oci(ImageReference image) implements ModelReference {}

    /// A file or folder of this machine.
    record LocalFile(Path path) implements ModelReference {}

    /// None of them.
    ///
    /// @param why a full sentence
    record Unknown(String why) implements ModelReference {}

    /// The name that a model from there would be served under, by the text alone: its last word in small letters, with
    /// the tag or quantisation that was written. Whoever wants a model by reference finds it by that name.
    ///
    /// @throws IllegalStateException for what is no reference
    default String name() {
        return switch (this) {
            case Ollama(var _, var path, var tag, var _) -> tagged(path, tag);
            case Oci(ImageReference image) -> tagged(image.repository(), image.tag());
            case HuggingFace(var _, var repository, var _, var choice) ->
                chosen(repository.replaceFirst("(?i)[-_.]gguf$", ""), choice == null ? "latest" : choice);
            case Address(URI uri, var _) -> ofFile(String.valueOf(uri.getPath()));
            case LocalFile(Path path) ->
                ofFile(String.valueOf(path.toAbsolutePath().normalize().getFileName()));
            case Unknown(String why) -> throw new IllegalStateException("no reference to a model: " + why);
        };
    }

    /// The name of a model that was wanted by reference, as the engine that serves it lists it.
    ///
    /// @param byOllama whether an Ollama serves it, which fetches by itself what has a name for it, and names it so
    static String served(String wanted, boolean byOllama) {
        ModelReference reference = parse(wanted);
        boolean asWritten = reference instanceof Unknown || (byOllama && reference instanceof Ollama);
        return asWritten ? ModelName.canonical(wanted) : reference.name();
    }

    private static String tagged(String path, String tag) {
        String word = path.substring(path.lastIndexOf('/') + 1);
        return ModelName.canonical(ModelName.ofFile(word) + ":" + tag.toLowerCase(Locale.ROOT));
    }

    /// A file is called by its quantisation where its name has one.
    private static String chosen(String repository, String choice) {
        GgufFileName file = GgufFileName.parse(choice);
        if (file == null) {
            return tagged(repository, choice);
        }
        String quant = file.quant();
        return quant == null ? ModelName.ofFile(file.stem()) : tagged(repository, quant);
    }

    private static String ofFile(String path) {
        GgufFileName file = GgufFileName.parse(path);
        return ModelName.ofFile(file == null ? path.substring(path.lastIndexOf('/') + 1) : file.stem());
    }

    /// Reads a reference.
    static ModelReference parse(String text) {
        return Grammar.parse(text);
    }

    /// The forms, tried in this order.
    final class Grammar {
        private static final Pattern SCHEME =
                Pattern.compile("([a-z][a-z0-9+.-]*):(//)?(.*)", Pattern.CASE_INSENSITIVE);
        private static final Pattern HUB =
                Pattern.compile("(?:www\\.)?(?:hf\\.co|huggingface\\.co)/(.+)", Pattern.CASE_INSENSITIVE);
        private static final Pattern OLLAMA_PAGE =
                Pattern.compile("(?:www\\.)?(?:ollama\\.com|registry\\.ollama\\.ai)/(.+)", Pattern.CASE_INSENSITIVE);
        private static final Pattern HUB_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,95}");
        private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");
        private static final Pattern CHOICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,255}");
        private static final Pattern REGISTRY_NAME =
                Pattern.compile("(?<path>[A-Za-z0-9._-]+(?::[0-9]{1,5}(?=/))?(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*)"
                        + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?"
                        + "(?:@(?<digest>sha256:[0-9a-f]{64}))?");

        private Grammar() {}

        static ModelReference parse(String text) {
            if (text.isBlank() || !text.equals(text.strip()) || text.chars().anyMatch(Character::isISOControl)) {
                return new Unknown("It is empty, or has blanks around it or characters that cannot be seen.");
            }
            if (text.startsWith("/") || text.startsWith("./") || text.startsWith("../") || text.equals(".")) {
                return file(text);
            }
            Matcher hub = HUB.matcher(text);
            if (hub.matches()) {
                return hub(hub.group(1));
            }
            Matcher ollama = OLLAMA_PAGE.matcher(text);
            if (ollama.matches()) {
                return registryName(ollama.group(1));
            }
            Matcher scheme = SCHEME.matcher(text);
            if (scheme.matches() && (scheme.group(2) != null || scheme.group(1).equalsIgnoreCase("file"))) {
                return ofScheme(scheme.group(1).toLowerCase(Locale.ROOT), scheme.group(3), text);
            }
            return text.toLowerCase(Locale.ROOT).endsWith(".gguf") ? file(text) : registryName(text);
        }

        private static ModelReference ofScheme(String scheme, String rest, String text) {
            return switch (scheme) {
                case "http", "https" -> web(rest, text);
                case "hf" -> hub(rest);
                case "oci" -> oci(rest);
                case "file" -> fileUri(text);
                default -> new Unknown("Nothing is known of " + scheme + "://.");
            };
        }

        private static ModelReference file(String text) {
            try {
                return new LocalFile(Path.of(text));
            } catch (InvalidPathException e) {
                return new Unknown("It is no path: " + e.getReason() + ".");
            }
        }

        private static ModelReference fileUri(String text) {
            try {
                return new LocalFile(Path.of(new URI(text)));
            } catch (URISyntaxException | IllegalArgumentException e) {
                return new Unknown("It is no address of a file: file:///path/of/model.gguf.");
            }
        }

        private static ModelReference oci(String rest) {
            try {
                return new Oci(ImageReference.parse(rest));
            } catch (IllegalArgumentException e) {
                return new Unknown("After oci:// stands HOST/REPOSITORY:TAG, or HOST/REPOSITORY@sha256:DIGEST.");
            }
        }

        /// A link to a page of a hub means what is on it.
        private static ModelReference web(String rest, String text) {
            String page = rest.split("[?#]", 2)[0];
            Matcher hub = HUB.matcher(page);
            if (hub.matches()) {
                return hub(hub.group(1));
            }
            Matcher ollama = OLLAMA_PAGE.matcher(page);
            if (ollama.matches()) {
                return registryName(ollama.group(1));
            }
            try {
                URI uri = new URI(text);
                if (uri.getHost() == null) {
                    return new Unknown("It is no address of the web.");
                }
                if (uri.getRawUserInfo() != null) {
                    return new Unknown("It holds a password, which would be shown wherever the model is.");
                }
                String fragment = uri.getRawFragment();
                URI plain = fragment == null ? uri : new URI(text.substring(0, text.indexOf('#')));
                return new Address(plain, fragment == null ? null : digest(fragment));
            } catch (URISyntaxException e) {
                return new Unknown("It is no address: a character is not allowed there.");
            } catch (IllegalArgumentException e) {
                return new Unknown("After # stands sha256= and 64 hexadecimal digits.");
            }
        }

        private static BlobDigest digest(String fragment) {
            if (!fragment.startsWith("sha256=")) {
                throw new IllegalArgumentException(fragment);
            }
            return new BlobDigest(fragment.substring("sha256=".length()).toLowerCase(Locale.ROOT));
        }

        /// `USER/REPO`, then `@REVISION`, then `:CHOICE`; or what links have after it: `/resolve/REVISION/FILE`,
        /// `/blob/REVISION/FILE`, `/tree/REVISION`.
        private static ModelReference hub(String rest) {
            List<String> words = Arrays.asList(rest.replaceFirst("/+$", "").split("/", 5));
            if (words.size() >= 4 && List.of("resolve", "blob", "tree").contains(words.get(2))) {
                return hub(words.get(0), words.get(1), words.get(3), words.size() > 4 ? words.get(4) : null);
            }
            Matcher m = Pattern.compile("([^/:@]+)/([^/:@]+)(?:@([^:]+))?(?::(.+))?")
                    .matcher(String.join("/", words));
            if (!m.matches()) {
                return new Unknown("A model of Hugging Face is hf.co/USER/REPO, with :QUANT where you want another"
                        + " than the usual one.");
            }
            return hub(m.group(1), m.group(2), m.group(3) == null ? "main" : m.group(3), m.group(4));
        }

        private static ModelReference hub(String user, String repository, String revision, @Nullable String choice) {
            boolean good = HUB_NAME.matcher(user).matches()
                    && HUB_NAME.matcher(repository).matches()
                    && REVISION.matcher(revision).matches()
                    && (choice == null || CHOICE.matcher(choice).matches())
                    && !(user + repository + revision + choice).contains("..");
            return good
                    ? new HuggingFace(user, repository, revision, "latest".equals(choice) ? null : choice)
                    : new Unknown("A model of Hugging Face is hf.co/USER/REPO, with :QUANT where you want another"
                            + " than the usual one.");
        }

        private static ModelReference registryName(String text) {
            Matcher m = REGISTRY_NAME.matcher(text);
            if (!m.matches() || text.contains("..")) {
                return new Unknown("It is no name of a model: NAME, NAME:TAG, or HOST/REPOSITORY:TAG.");
            }
            String path = m.group("path");
            String tag = m.group("tag") == null ? "latest" : m.group("tag");
            BlobDigest digest = m.group("digest") == null ? null : BlobDigest.parse(m.group("digest"));
            int slash = path.indexOf('/');
            if (slash < 0) {
                return new Ollama(null, "library/" + path, tag, digest);
            }
            String first = path.substring(0, slash);
            if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
                return new Ollama(first, path.substring(slash + 1), tag, digest);
            }
            return path.indexOf('/', slash + 1) < 0
                    ? new Ollama(null, path, tag, digest)
                    : new Unknown(first + " is no host of a registry: it has neither a dot nor a port.");
        }
    }
}
