package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// A client of gateway pods inside of the cluster: their Service, and the key that opens them.
record InsideClient(TestEngine engine, String address, String key) {
    /// A client that tries again where a connection is refused or broken before an answer, and nowhere else.
    private static final String CLIENT = """
            use IO::Socket::INET; use Time::HiRes qw(sleep time);
            my($ip,$key,$model,$seconds)=@ARGV; my($ok,$failed,$again,$last)=(0,0,0,""); my $end=time+$seconds;
            my $b="{\\"model\\":\\"$model\\",\\"messages\\":[{\\"role\\":\\"user\\",\\"content\\":\\"ping\\"}]}";
            my $r="POST /v1/chat/completions HTTP/1.1\\r\\nHost: aiplat-gateway\\r\\nAuthorization: Bearer $key\\r\\n".
              "Content-Type: application/json\\r\\nConnection: close\\r\\nContent-Length: ".length($b)."\\r\\n\\r\\n$b";
            do { my $done=0;
              for my $try (1..5) { my $s=IO::Socket::INET->new(PeerAddr=>$ip,PeerPort=>4000,Timeout=>5);
                if($s){ print $s $r; $s->flush; local $/; my $a=<$s>;
                  if(defined $a && length $a){
                    if($a=~/^HTTP\\/1.1 200 .*pong/s) { $ok++ } else { $failed++; $last=substr($a,-200) } $done=1; last } }
                $again++; sleep 0.3*$try }
              unless($done) { $failed++; $last="no answer" } } while(time<$end);
            print "failed=$failed again=$again ok=$ok $last\\n";
            """;

    /// Puts a client into the node.
    ///
    /// @param namespace of the gateways
    static InsideClient of(NodeKubectl kubectl, TestEngine engine, String namespace) throws Exception {
        NodeKubectl there = kubectl.in(namespace);
        Path script = Files.writeString(Files.createTempFile("aiplat-e2e", ".pl"), CLIENT);
        docker("cp", script.toString(), engine.cluster + ":/tmp/client.pl");
        Files.delete(script);
        return new InsideClient(
                engine,
                there.get("service/aiplat-gateway").at("/spec/clusterIP").asText(),
                new String(
                        Base64.getDecoder()
                                .decode(there.get("secret/aiplat-gateway")
                                        .at("/data/owner")
                                        .asText()),
                        StandardCharsets.UTF_8));
    }

    /// Asks for so many seconds, once at least.
    ///
    /// @return begins with `failed=0 ` where every request was answered with `pong`
    String ask(String model, int seconds) {
        return docker("exec", engine.cluster, "perl", "/tmp/client.pl", address, key, model, Integer.toString(seconds))
                .out();
    }
}
