package io.aiplat.host.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import io.aiplat.host.HostProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ImageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The images of an engine.
public final class Images {
    private final ContainerEngine engine;

    Images(ContainerEngine engine) {
        this.engine = engine;
    }

    /// The image, if the engine has it. A reference with a digest is only satisfied by exactly those bytes.
    public Optional<LocalImage> find(ImageReference image) {
        return inspect(inEngineWords(image));
    }

    /// Whether the image is here, or else whether its registry answers for it. The engine is asked to ask, because
    /// it is the engine that would pull: with its proxies, its mirrors and its idea of what is secure.
    ///
    /// @param logins by registry host
    /// @param limit  for the registry's answer
    public ImageFacts facts(ImageReference image, Map<String, RegistryLogin> logins, Duration limit) {
        Optional<LocalImage> local = find(image);
        if (local.isPresent()) {
            return new ImageFacts.Local(local.get().id(), local.get().bytes());
        }
        ContainerEngine.Session session = engine.session();
        String path = "/v" + session.facts().apiVersion() + "/distribution/" + inEngineWords(image) + "/json";
        Map<String, String> headers = new HashMap<>();
        RegistryLogin login = logins.get(image.host());
        if (login != null) {
            headers.put("X-Registry-Auth", authHeader(image.host(), login));
        }
        try {
            ContainerEngineHttp.Reply reply = ContainerEngineHttp.get(session.endpoint(), path, headers, limit);
            return reply.status() == 200
                    ? new ImageFacts.Pullable()
                    : new ImageFacts.Missing(
                            sentence("its registry was asked: " + ContainerEngineErrors.message(reply.body())));
        } catch (IOException e) {
            return new ImageFacts.Missing(sentence("its registry was asked: " + e.getMessage()));
        }
    }

    /// Pulls the image, and names it by its tag also where it was asked for by digest, because what is saved or run
    /// later is found by that name.
    ///
    /// @throws ApplianceException `HOST_IMAGE_MISSING` if it cannot be had
    public LocalImage pull(ImageReference image, Map<String, RegistryLogin> logins, Progress progress) {
        engine.call("pull " + image, client -> {
            try {
                return pull(client, image, logins.get(image.host()), progress);
            } catch (DockerException e) {
                throw new ApplianceException(
                        HostProblems.imageMissing(image.toString(), ContainerEngineErrors.said(e)), e);
            }
        });
        LocalImage local = find(image)
                .orElseThrow(() -> new ApplianceException(HostProblems.imageMissing(
                        image.toString(), "The engine says it was pulled, and then does not have it.")));
        nameByTag(image, local);
        return local;
    }

    /// Makes sure that name and tag mean this image and no other.
    public void nameByTag(ImageReference image, LocalImage local) {
        if (inspect(image.nameAndTag()).filter(local::equals).isEmpty()) {
            engine.call("tag " + image, client -> {
                client.tagImageCmd(local.id(), image.repository(), image.tag()).exec();
                return local;
            });
        }
    }

    /// The image as an archive that `ctr images import` takes. Close it; its length is not known beforehand.
    public InputStream save(ImageReference image) {
        return engine.call(
                "save " + image.nameAndTag(),
                client -> client.saveImageCmd(image.nameAndTag()).exec());
    }

    /// Takes in an archive of images, an OCI image layout or what [#save] gives.
    public void load(InputStream archive) {
        engine.call("load an image", client -> {
            client.loadImageCmd(archive).exec();
            return archive;
        });
    }

    private Optional<LocalImage> inspect(String name) {
        return engine.call("inspect image " + name, client -> {
            try {
                InspectImageResponse found = client.inspectImageCmd(name).exec();
                return Optional.of(new LocalImage(
                        Objects.requireNonNull(found.getId()), Objects.requireNonNullElse(found.getSize(), 0L)));
            } catch (NotFoundException _) {
                return Optional.<LocalImage>empty();
            }
        });
    }

    private static boolean pull(
            DockerClient client, ImageReference image, @Nullable RegistryLogin login, Progress progress) {
        var command = client.pullImageCmd(image.repository());
        command.withTag(image.digest() == null ? image.tag() : image.digest());
        if (login != null) {
            command.withAuthConfig(new AuthConfig()
                    .withRegistryAddress(image.host())
                    .withUsername(login.username())
                    .withPassword(login.password().value()));
        }
        try (var layers = new Layers("pulling " + image.nameAndTag(), progress)) {
            command.exec(layers).awaitCompletion();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DockerException("interrupted", 0, e);
        } catch (IOException e) {
            throw new DockerException("the connection could not be closed: " + e.getMessage(), 0, e);
        }
    }

    /// Adds up what the engine reports layer by layer.
    private static final class Layers extends ResultCallback.Adapter<PullResponseItem> {
        private final String what;
        private final Progress progress;
        private final Map<String, long[]> layers = new HashMap<>();

        Layers(String what, Progress progress) {
            this.what = what;
            this.progress = progress;
        }

        @Override
        public void onNext(PullResponseItem item) {
            if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
                onError(new DockerException(item.getErrorDetail().getMessage(), 0));
                return;
            }
            var detail = item.getProgressDetail();
            if (item.getId() != null && detail != null && detail.getTotal() != null && detail.getCurrent() != null) {
                layers.put(item.getId(), new long[] {detail.getCurrent(), detail.getTotal()});
                progress.at(
                        what,
                        layers.values().stream().mapToLong(l -> l[0]).sum(),
                        layers.values().stream().mapToLong(l -> l[1]).sum());
            }
        }
    }

    private static String inEngineWords(ImageReference image) {
        return image.digest() == null ? image.nameAndTag() : image.repository() + "@" + image.digest();
    }

    private static String authHeader(String host, RegistryLogin login) {
        String json = "{\"username\":%s,\"password\":%s,\"serveraddress\":%s}"
                .formatted(
                        ContainerEngineErrors.quote(login.username()),
                        ContainerEngineErrors.quote(login.password().value()),
                        ContainerEngineErrors.quote(host));
        return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
