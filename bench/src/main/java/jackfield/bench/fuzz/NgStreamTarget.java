package jackfield.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jackfield.roles.relay.ng.NgFraming;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What a proxy sends over TCP, cut into messages: the same ones in whatever pieces it comes.
final class NgStreamTarget implements Target {
    @Override
    public String name() {
        return "ng-stream";
    }

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "1 d7:command4:pinge",
                        "1 d7:command4:pinge2 d1:ad1:bli1ei-2eeee\r\n3_4 de",
                        "1 d3:sdp9:v=0\r\no=- e",
                        " \r\n1 d1:a30:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxe2 d")
                .map(each -> each.getBytes(ISO_8859_1))
                .toList();
    }

    @Override
    public List<byte[]> words() {
        return Stream.of("d", "l", "e", "i0e", "1:a", " ", "\r\n", "9 d", "999999:", "0:")
                .map(each -> each.getBytes(ISO_8859_1))
                .toList();
    }

    /// What was cut out, and whether the connection lives on.
    private record Cut(List<String> messages, boolean lives) {}

    @Override
    public long run(byte[] input) {
        Cut whole = cut(input, input.length + 1);
        for (int most : new int[] {1, 7, 300}) {
            Cut pieces = cut(input, most);
            if (!pieces.equals(whole)) {
                throw new AssertionError("whole: " + whole + ", in pieces: " + pieces);
            }
        }
        return whole.messages().size() * 2L + (whole.lives() ? 1 : 0);
    }

    private static Cut cut(byte[] input, int most) {
        NgFraming framing = new NgFraming();
        SplittableRandom random = new SplittableRandom(most);
        List<String> messages = new ArrayList<>();
        int at = 0;
        while (at < input.length) {
            int end = Math.min(input.length, at + 1 + random.nextInt(most));
            end = most > input.length ? input.length : end;
            boolean lives =
                    framing.receive(
                            Arrays.copyOfRange(input, at, end),
                            message -> messages.add(new String(message, ISO_8859_1)));
            if (!lives) {
                return new Cut(messages, false);
            }
            at = end;
        }
        return new Cut(messages, true);
    }
}
