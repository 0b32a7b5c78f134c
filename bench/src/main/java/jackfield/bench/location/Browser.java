package jackfield.bench.location;

import jackfield.sip.message.Parser;
import jackfield.sip.message.Request;
import java.nio.charset.StandardCharsets;

/// One of many browsers, as JsSIP registers it.
final class Browser {
    static final String DOMAIN = "example.org";

    private Browser() {}

    /// Its REGISTER.
    static Request register(int i, int cseq) {
        String word = Integer.toString(i, 36);
        String text =
                "REGISTER sip:example.org SIP/2.0\r\nVia: SIP/2.0/WSS r"
                        + word
                        + "xyz.invalid;branch=z9hG4bK593080\r\nMax-Forwards: 69\r\nTo: <sip:u"
                        + i
                        + "@example.org>\r\nFrom: <sip:u"
                        + i
                        + "@example.org>;tag=abc\r\nCall-ID: "
                        + word
                        + "5gj2k8e7v6x1q0z9y3w\r\nCSeq: "
                        + cseq
                        + " REGISTER\r\nContact: <sip:c8f"
                        + word
                        + "@r"
                        + word
                        + "xyz.invalid;transport=ws>;+sip.ice;reg-id=1;+sip.instance=\"<urn:uuid:"
                        + String.format("%08x", i)
                        + "-4c1e-4a53-9d22-0123456789ab>\";expires=600\r\nExpires: 600\r\n"
                        + "Supported: path,gruu,outbound\r\nUser-Agent: JsSIP 3.13.8\r\n"
                        + "Content-Length: 0\r\n\r\n";
        return (Request) Parser.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow();
    }
}
