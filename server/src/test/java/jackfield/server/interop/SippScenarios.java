package jackfield.server.interop;

/// SIPp scenarios: strict peers that fail on anything they did not expect.
final class SippScenarios {
    private SippScenarios() {}

    private static final String HEAD =
            """
            <?xml version="1.0" encoding="ISO-8859-1" ?>
            <scenario name="jackfield">
            """;
    private static final String END = "</scenario>\n";

    /// REGISTER, 401, REGISTER with digest, 200. The contact is `[service]@[local_ip]:contactPort`.
    static String register(int contactPort) {
        return HEAD + registration(Integer.toString(contactPort)) + END;
    }

    /// The same for the port it sends from, where it then waits for calls.
    static String registerAndWait() {
        return HEAD
                + registration("[local_port];transport=[transport]")
                + "<pause milliseconds=\"60000\"/>\n"
                + END;
    }

    private static String registration(String contactPort) {
        return """
        <send retrans="500"><![CDATA[
        REGISTER sip:[remote_ip] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:[service]@[remote_ip]>;tag=[call_number]
        To: <sip:[service]@[remote_ip]>
        Call-ID: [call_id]
        CSeq: 1 REGISTER
        Contact: <sip:[service]@[local_ip]:CONTACT_PORT>
        Max-Forwards: 70
        Expires: 300
        Content-Length: 0

        ]]></send>
        <recv response="401" auth="true"/>
        <send retrans="500"><![CDATA[
        REGISTER sip:[remote_ip] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
        From: <sip:[service]@[remote_ip]>;tag=[call_number]
        To: <sip:[service]@[remote_ip]>
        Call-ID: [call_id]
        CSeq: 2 REGISTER
        Contact: <sip:[service]@[local_ip]:CONTACT_PORT>
        Max-Forwards: 70
        Expires: 300
        [authentication]
        Content-Length: 0

        ]]></send>
        <recv response="200"/>
        """
                .replace("CONTACT_PORT", contactPort);
    }

    /// INVITE to `[service]` as `caller`, 407, INVITE with digest, 180 (optional), 200, ACK, a
    /// second, BYE, 200.
    static String call(String caller) {
        String invite =
                """
                <send retrans="500"><![CDATA[
                INVITE sip:[service]@[remote_ip] SIP/2.0
                Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                From: <sip:CALLER@[remote_ip]>;tag=[call_number]
                To: <sip:[service]@[remote_ip]>
                Call-ID: [call_id]
                CSeq: SEQUENCE INVITE
                Contact: <sip:CALLER@[local_ip]:[local_port];transport=[transport]>
                Max-Forwards: 70
                AUTHENTICATION
                Content-Type: application/sdp
                Content-Length: [len]

                v=0
                o=- 1 1 IN IP4 [local_ip]
                s=-
                c=IN IP4 [media_ip]
                t=0 0
                m=audio [media_port] RTP/AVP 8 0
                a=rtpmap:8 PCMA/8000
                a=rtpmap:0 PCMU/8000
                ]]></send>
                """
                        .replace("CALLER", caller);
        return HEAD
                + invite.replace("SEQUENCE", "1").replace("AUTHENTICATION\n", "")
                + """
                <recv response="100" optional="true"/>
                <recv response="407" auth="true"/>
                <send><![CDATA[
                ACK sip:[service]@[remote_ip] SIP/2.0
                Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-3]
                From: <sip:CALLER@[remote_ip]>;tag=[call_number]
                [last_To:]
                Call-ID: [call_id]
                CSeq: 1 ACK
                Max-Forwards: 70
                Content-Length: 0

                ]]></send>
                """
                        .replace("CALLER", caller)
                + invite.replace("SEQUENCE", "2").replace("AUTHENTICATION", "[authentication]")
                + """
                <recv response="100" optional="true"/>
                <recv response="180" optional="true"/>
                <recv response="200" rrs="true"/>
                <send><![CDATA[
                ACK [next_url] SIP/2.0
                Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                [routes]
                From: <sip:CALLER@[remote_ip]>;tag=[call_number]
                [last_To:]
                Call-ID: [call_id]
                CSeq: 2 ACK
                Max-Forwards: 70
                Content-Length: 0

                ]]></send>
                <pause milliseconds="500"/>
                <send retrans="500"><![CDATA[
                BYE [next_url] SIP/2.0
                Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
                [routes]
                From: <sip:CALLER@[remote_ip]>;tag=[call_number]
                [last_To:]
                Call-ID: [call_id]
                CSeq: 3 BYE
                Max-Forwards: 70
                Content-Length: 0

                ]]></send>
                <recv response="200"/>
                </scenario>
                """
                        .replace("CALLER", caller);
    }

    /// INVITE, 180, 200, ACK, BYE, 200: the side that is called.
    static String answer() {
        return HEAD
                + """
                <recv request="INVITE" rrs="true"/>
                <send><![CDATA[
                SIP/2.0 180 Ringing
                [last_Via:]
                [last_Record-Route:]
                [last_From:]
                [last_To:];tag=[call_number]b
                [last_Call-ID:]
                [last_CSeq:]
                Contact: <sip:[local_ip]:[local_port];transport=[transport]>
                Content-Length: 0

                ]]></send>
                <send retrans="500"><![CDATA[
                SIP/2.0 200 OK
                [last_Via:]
                [last_Record-Route:]
                [last_From:]
                [last_To:];tag=[call_number]b
                [last_Call-ID:]
                [last_CSeq:]
                Contact: <sip:[local_ip]:[local_port];transport=[transport]>
                Content-Type: application/sdp
                Content-Length: [len]

                v=0
                o=- 2 2 IN IP4 [local_ip]
                s=-
                c=IN IP4 [media_ip]
                t=0 0
                m=audio [media_port] RTP/AVP 8
                a=rtpmap:8 PCMA/8000
                ]]></send>
                <recv request="ACK"/>
                <recv request="BYE"/>
                <send><![CDATA[
                SIP/2.0 200 OK
                [last_Via:]
                [last_From:]
                [last_To:]
                [last_Call-ID:]
                [last_CSeq:]
                Content-Length: 0

                ]]></send>
                </scenario>
                """;
    }

    /// A gateway: answers OPTIONS, and calls as [#answer] does.
    static String gateway() {
        return answer().replace(
                        "<recv request=\"INVITE\" rrs=\"true\"/>",
                        """
                        <recv request="OPTIONS" optional="true" next="1"/>
                        <recv request="INVITE" rrs="true"/>
                        """)
                .replace(
                        END,
                        """
                        <nop next="2"/>
                        <label id="1"/>
                        <send><![CDATA[
                        SIP/2.0 200 OK
                        [last_Via:]
                        [last_From:]
                        [last_To:];tag=[call_number]o
                        [last_Call-ID:]
                        [last_CSeq:]
                        Content-Length: 0

                        ]]></send>
                        <label id="2"/>
                        """
                                + END);
    }

    /// INVITE, 407, INVITE with digest, 302, ACK.
    static String redirected(String caller) {
        String call = call(caller);
        int ringing = call.indexOf("<recv response=\"180\"");
        int ack = call.indexOf("<recv response=\"407\"");
        return call.substring(0, ringing)
                + "<recv response=\"302\"/>\n"
                + call.substring(call.indexOf("<send>", ack), call.indexOf("</send>", ack))
                        .replace("CSeq: 1 ACK", "CSeq: 2 ACK")
                        .replace("branch=[branch-3]", "branch=[branch-2]")
                + "</send>\n"
                + END;
    }
}
