package io.aiplat.quality.alert.notice;

import io.aiplat.model.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Webhook of a person's: takes what Alertmanager's webhook sends.
public final class WebhookReceiver implements AlertReceiver {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI address;
    private final @Nullable Secret token;
    private final Supplier<HttpClient.Builder> clients;

    /// @param token   sent as `Authorization: Bearer TOKEN`; null for none
    /// @param clients through the proxy, and with the trust, of the settings
    public WebhookReceiver(URI address, @Nullable Secret token, Supplier<HttpClient.Builder> clients) {
        this.address = address;
        this.token = token;
        this.clients = clients;
    }

    @Override
    public String name() {
        return "webhook";
    }

    /// What follows `?` is often a key.
    @Override
    public String target() {
        int port = address.getPort();
        return address.getScheme() + "://" + address.getHost() + (port < 0 ? "" : ":" + port) + "/…";
    }

    @Override
    public void send(AlertNotice notice) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("user-agent", "aiplat")
                .POST(HttpRequest.BodyPublishers.ofByteArray(AlertmanagerJson.of(notice, name())));
        if (token != null) {
            request.header("authorization", "Bearer " + token.value());
        }
        // Alerts are rare; a client that is kept would keep its threads.
        try (HttpClient client =
                clients.get().followRedirects(HttpClient.Redirect.NEVER).build()) {
            HttpResponse<Void> response = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
            if (response.statusCode() / 100 != 2) {
                throw new IOException("it answered " + response.statusCode());
            }
        } catch (HttpTimeoutException e) {
            throw new IOException("it did not answer within " + PATIENCE.toSeconds() + " seconds", e);
        } catch (ConnectException e) {
            throw new IOException("nobody listens there", e);
        }
    }
}
