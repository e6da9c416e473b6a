package io.aiplat.host.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.host.HostProblems;
import io.aiplat.model.host.ContainerEngineFacts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Parser of what a container engine says of itself. Both questions are asked without a version in the path, so that
/// the engine
/// answers with all it knows (devices of the Container Device Interface are hidden from older clients).
final class ContainerEngineParser {
    /// Device requests came with 1.40 (engine 19.03); what is older cannot be given a GPU, nor is it maintained.
    static final ApiVersion OLDEST = new ApiVersion(1, 40);
    /// The newest our requests were written against; an engine may insist on a newer one.
    static final ApiVersion NEWEST = new ApiVersion(1, 44);

    private static final ObjectMapper JSON = new ObjectMapper();

    private ContainerEngineParser() {}

    /// A version of the engine's API.
    record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
        static ApiVersion parse(String text) throws IOException {
            String[] parts = text.split("\\.", -1);
            if (parts.length < 2 || !parts[0].matches("[0-9]{1,4}") || !parts[1].matches("[0-9]{1,4}")) {
                throw new IOException("not an API version: '" + text + "'");
            }
            return new ApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }

        @Override
        public int compareTo(ApiVersion other) {
            return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    /// The facts.
    ///
    /// @param versionJson answer to `GET /version`
    /// @param infoJson    answer to `GET /info`
    /// @param now         our clock when it answered
    /// @throws IOException if these are not an engine's answers
    static ContainerEngineFacts read(String endpoint, String versionJson, String infoJson, Instant now)
            throws IOException {
        JsonNode version = JSON.readTree(versionJson);
        JsonNode info = JSON.readTree(infoJson);
        ApiVersion theirs = ApiVersion.parse(version.path("ApiVersion").asText());
        if (theirs.compareTo(OLDEST) < 0) {
            return new ContainerEngineFacts.Unusable(HostProblems.engineTooOld(
                    endpoint, version.path("Version").asText("unknown"), theirs.toString(), OLDEST.toString()));
        }
        return new ContainerEngineFacts.Answers(
                endpoint,
                version.path("Version").asText("unknown"),
                negotiated(theirs, version.path("MinAPIVersion").asText("")).toString(),
                info.path("CgroupVersion").asText("1").equals("2") ? 2 : 1,
                texts(info.path("SecurityOptions")).stream().anyMatch(o -> o.startsWith("name=rootless")),
                info.path("OSType").asText("linux"),
                names(info.path("Runtimes")),
                devices(info.path("DiscoveredDevices")),
                info.path("MemTotal").asLong(),
                skew(info.path("SystemTime").asText(""), now));
    }

    /// The newest both speak. An engine that has left our newest behind is spoken to in its oldest.
    private static ApiVersion negotiated(ApiVersion theirs, String theirOldest) throws IOException {
        ApiVersion ours = theirs.compareTo(NEWEST) < 0 ? theirs : NEWEST;
        if (theirOldest.isEmpty()) {
            return ours;
        }
        ApiVersion oldest = ApiVersion.parse(theirOldest);
        return ours.compareTo(oldest) < 0 ? oldest : ours;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(n -> texts.add(n.asText()));
        return texts;
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).sorted().toList();
    }

    private static List<String> devices(JsonNode discovered) {
        List<String> ids = new ArrayList<>();
        discovered.forEach(device -> {
            if (device.path("Source").asText().equals("cdi")) {
                ids.add(device.path("ID").asText());
            }
        });
        return ids;
    }

    private static long skew(String theirTime, Instant now) {
        try {
            return theirTime.isEmpty()
                    ? 0
                    : Duration.between(now, OffsetDateTime.parse(theirTime)).toSeconds();
        } catch (DateTimeParseException _) {
            // Some engines answer in a form of their own; an unknown clock is not a wrong one.
            return 0;
        }
    }
}
