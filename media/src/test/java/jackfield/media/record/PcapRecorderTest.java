package jackfield.media.record;

import static jackfield.media.record.Talker.MS;
import static org.assertj.core.api.Assertions.assertThat;

import jackfield.base.Endpoint;
import jackfield.media.prompt.ToneCadence;
import jackfield.media.prompt.ToneSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcapRecorderTest {
    @Test
    void packetsStandWithTheirTimeToTheNanosecond() throws IOException {
        MemoryFile file = new MemoryFile();
        var six = new PcapRecorder.Path(new Endpoint(1, 2, 5004), new Endpoint(1, 3, 6004));
        var recorder =
                new PcapRecorder(
                        file, List.of(PcapRecorder.Path.example(0), six), 1_700_000_000_123L, 0);
        var caller = new Talker(0, new ToneSource(ToneCadence.dial(), 8000));
        var callee = new Talker(1, new ToneSource(ToneCadence.dial(), 8000));
        caller.says(recorder, 20 * MS + 7);
        callee.says(recorder, 3000 * MS);
        recorder.pause(3001 * MS);
        callee.says(recorder, 3020 * MS);
        recorder.resume(3030 * MS);
        recorder.finish(4000 * MS);

        ByteBuffer in = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(in.getInt(0)).isEqualTo(0xa1b23c4d);
        assertThat(in.getInt(20)).isEqualTo(101);
        assertThat(in.getInt(24)).isEqualTo(1_700_000_000);
        assertThat(in.getInt(28)).isEqualTo(143_000_007);
        assertThat(in.getInt(32)).isEqualTo(20 + 8 + 172);
        int ip = 40;
        assertThat(in.get(ip)).isEqualTo((byte) 0x45);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += (in.get(ip + i) & 0xff) << 8 | in.get(ip + i + 1) & 0xff;
        }
        assertThat((sum & 0xffff) + (sum >>> 16)).isEqualTo(0xffff);
        assertThat(in.get(ip + 28)).isEqualTo((byte) 0x80);
        int next = ip + 200;
        assertThat(in.getInt(next)).isEqualTo(1_700_000_003);
        assertThat(in.getInt(next + 8)).isEqualTo(40 + 8 + 172);
        assertThat(in.get(next + 16)).isEqualTo((byte) 0x60);
        assertThat(in.limit()).isEqualTo(next + 16 + 220);
    }
}
