package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sentences as engines have said them.
class ContainerEngineErrorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "driver failed programming external connectivity on endpoint x (0b): Bind for 127.0.0.1:6443 failed: port is already allocated | 6443",
                "driver failed programming external connectivity on endpoint x (0b): Error starting userland proxy: listen tcp4 127.0.0.1:16443: bind: address already in use | 16443",
                "failed to set up container networking: driver failed programming external connectivity on endpoint x: failed to bind host port for 127.0.0.1:6443:172.18.0.2:6443/tcp: address already in use | 6443",
                "OCI runtime create failed: runc create failed | 0"
            })
    void recognisesAPortThatIsInUse(String said, int port) {
        assertEquals(port, ContainerEngineErrors.portInUse(said));
    }

    @Test
    void takesTheMessageOutOfAnErrorsBody() {
        assertEquals("no such image", ContainerEngineErrors.message("{\"message\":\"no such image\"}\n"));
        assertEquals("page not found", ContainerEngineErrors.message("page not found\n"));
    }

    @Test
    void quotesWhatAPasswordMayHold() {
        assertEquals("\"a\\\"b\\\\c\"", ContainerEngineErrors.quote("a\"b\\c"));
    }
}
