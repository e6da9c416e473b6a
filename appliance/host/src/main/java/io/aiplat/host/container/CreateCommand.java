package io.aiplat.host.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.command.CreateContainerCmdImpl;
import io.aiplat.model.plan.GpuHandover;
import java.util.List;
import java.util.stream.Collectors;

/// Translates a [ContainerRequest] into docker-java's words; pure.
final class CreateCommand {
    private static final long OPEN_FILES = 1_048_576L;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private CreateCommand() {}

    static String json(ContainerRequest request) {
        CreateContainerCmd command = fill(
                new CreateContainerCmdImpl(
                        _ -> {
                            throw new IllegalStateException("only rendered, never sent");
                        },
                        new AuthConfig(),
                        request.image()),
                request);
        try {
            JsonNode sent = DockerClientConfig.getDefaultObjectMapper().valueToTree(command);
            withoutNulls(sent);
            Object sorted = JSON.treeToValue(sent, Object.class);
            return JSON.writeValueAsString(sorted) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request can always be written down", e);
        }
    }

    /// To an engine a null is the same as a key that is not there.
    private static void withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        node.forEach(CreateCommand::withoutNulls);
    }

    static CreateContainerCmd fill(CreateContainerCmd command, ContainerRequest request) {
        return command.withName(request.name())
                .withHostName(request.name())
                .withCmd(request.command())
                .withEnv(request.environment().entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList())
                .withLabels(request.labels())
                .withExposedPorts(
                        request.ports().values().stream().map(ExposedPort::tcp).toList())
                .withHostConfig(hostConfig(request));
    }

    private static HostConfig hostConfig(ContainerRequest request) {
        HostConfig config = HostConfig.newHostConfig()
                .withPrivileged(request.privileged())
                .withBinds(request.mounts().entrySet().stream()
                        .map(e -> Bind.parse(e.getKey() + ":" + e.getValue() + ":rw"))
                        .toList())
                .withTmpFs(request.tmpfs().stream().collect(Collectors.toMap(path -> path, _ -> "")))
                .withPortBindings(request.ports().entrySet().stream()
                        .map(e -> new PortBinding(
                                Ports.Binding.bindIpAndPort("127.0.0.1", e.getKey()), ExposedPort.tcp(e.getValue())))
                        .toList())
                .withExtraHosts(request.extraHosts().toArray(String[]::new))
                .withUlimits(List.of(new Ulimit("nofile", OPEN_FILES, OPEN_FILES)))
                .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
                .withNetworkMode(request.network());
        if (request.privileged()) {
            config.withUsernsMode("host");
        }
        if (!request.cgroupns().isEmpty()) {
            config.withCgroupnsMode(request.cgroupns());
        }
        if (!request.files().isEmpty()) {
            // Not as binds, for which an engine makes a folder where it finds nothing.
            config.withMounts(request.files().entrySet().stream()
                    .map(e -> new Mount()
                            .withType(MountType.BIND)
                            .withSource(e.getValue())
                            .withTarget(e.getKey())
                            .withReadOnly(true))
                    .toList());
        }
        List<DeviceRequest> devices = devices(request.gpus());
        return devices.isEmpty() ? config : config.withDeviceRequests(devices);
    }

    private static List<DeviceRequest> devices(GpuHandover gpus) {
        return switch (gpus.way()) {
            case NONE, LIBRARY_BINDS, NATIVE -> List.of();
            case ENGINE_CDI ->
                List.of(new DeviceRequest()
                        .withDriver("cdi")
                        .withDeviceIds(
                                gpus.cards().isEmpty()
                                        ? List.of("nvidia.com/gpu=all")
                                        : gpus.cards().stream()
                                                .map(card -> "nvidia.com/gpu=" + card)
                                                .toList()));
            case ENGINE_REQUEST -> {
                DeviceRequest request = new DeviceRequest()
                        .withDriver("nvidia")
                        .withCapabilities(List.of(List.of("gpu", "utility", "compute")));
                // A count and names exclude each other.
                yield List.of(
                        gpus.cards().isEmpty()
                                ? request.withCount(-1)
                                : request.withDeviceIds(gpus.cards().stream()
                                        .map(String::valueOf)
                                        .toList()));
            }
        };
    }
}
