package io.aiplat.provisioning.run;

import io.aiplat.model.Readiness;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// The endpoint of an appliance process, seen from outside.
///
/// @param base its address, without a path
record ApplianceEndpoint(URI base) {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 5_000;

    /// What comes back from the process behind it.
    enum Pulse {
        /// It answers, whatever it says.
        ANSWERS,
        /// The system takes the connection for it, and nothing comes.
        ACCEPTS,
        /// Nobody listens.
        REFUSES
    }

    static ApplianceEndpoint at(String base) {
        return new ApplianceEndpoint(URI.create(base));
    }

    /// Feels whether the process is alive; takes a few seconds at most.
    Pulse pulse() {
        try {
            open("/health").getResponseCode();
            return Pulse.ANSWERS;
        } catch (ConnectException _) {
            return Pulse.REFUSES;
        } catch (IOException _) {
            // Too late, or cut off in the middle: for whoever asks it is the same silence.
            return Pulse.ACCEPTS;
        }
    }

    /// Looks once whether it can serve.
    Readiness readiness() {
        URI uri = base.resolve("/ready");
        try {
            HttpURLConnection connection = open("/ready");
            int status = connection.getResponseCode();
            if (status == 200) {
                return new Readiness.Ready();
            }
            try (var body = connection.getErrorStream()) {
                String said = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                return new Readiness.NotYet(uri + " answers " + status + " " + said.strip());
            }
        } catch (IOException e) {
            return new Readiness.NotYet(uri + " does not answer: " + e.getMessage());
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) base.resolve(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        return connection;
    }
}
