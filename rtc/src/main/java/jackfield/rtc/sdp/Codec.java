package jackfield.rtc.sdp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A format of a medium: its payload type and what that stands for (RFC 8866 section 6.6, RFC 3551
/// section 6).
///
/// @param payloadType 0 to 127
/// @param encoding the encoding's name as it was written; compare ignoring case
/// @param clockRate in Hz
/// @param channels 1 where it is not written
/// @param fmtp the value of `a=fmtp` after the payload type; null without
public record Codec(
        int payloadType, String encoding, int clockRate, int channels, @Nullable String fmtp) {

    /// `encoding/clock[/channels]` after the payload type of `a=rtpmap`; null when it is not that.
    static @Nullable Codec parse(int payloadType, String map, @Nullable String fmtp) {
        String[] parts = map.strip().split("/", -1);
        if (parts.length < 2 || parts[0].isEmpty()) {
            return null;
        }
        long clock = SdpText.number(parts[1].strip(), Integer.MAX_VALUE);
        long channels = parts.length > 2 ? SdpText.number(parts[2].strip(), 255) : 1;
        if (clock < 1 || channels < 1) {
            return null;
        }
        return new Codec(payloadType, parts[0], (int) clock, (int) channels, fmtp);
    }

    /// What a payload type stands for without `a=rtpmap`; null for one that stands for nothing.
    static @Nullable Codec wellKnown(int payloadType, @Nullable String fmtp) {
        String map =
                switch (payloadType) {
                    case 0 -> "PCMU/8000";
                    case 3 -> "GSM/8000";
                    case 4 -> "G723/8000";
                    case 5 -> "DVI4/8000";
                    case 6 -> "DVI4/16000";
                    case 7 -> "LPC/8000";
                    case 8 -> "PCMA/8000";
                    case 9 -> "G722/8000";
                    case 10 -> "L16/44100/2";
                    case 11 -> "L16/44100";
                    case 12 -> "QCELP/8000";
                    case 13 -> "CN/8000";
                    case 14 -> "MPA/90000";
                    case 15 -> "G728/8000";
                    case 16 -> "DVI4/11025";
                    case 17 -> "DVI4/22050";
                    case 18 -> "G729/8000";
                    case 26 -> "JPEG/90000";
                    case 31 -> "H261/90000";
                    case 32 -> "MPV/90000";
                    case 33 -> "MP2T/90000";
                    case 34 -> "H263/90000";
                    default -> "";
                };
        return map.isEmpty() ? null : parse(payloadType, map, fmtp);
    }

    /// True when `other` is the same encoding at the same rate, whatever number it has.
    public boolean isSameEncoding(Codec other) {
        return encoding.equalsIgnoreCase(other.encoding)
                && clockRate == other.clockRate
                && channels == other.channels;
    }

    /// True for what rides beside a voice and is no voice: events, comfort noise, redundancy.
    public boolean isAuxiliary() {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "telephone-event", "cn", "red", "ulpfec", "rtx", "flexfec-03" -> true;
            default -> false;
        };
    }

    /// The value of `a=rtpmap`: `111 opus/48000/2`.
    public String rtpmap() {
        return payloadType
                + " "
                + encoding
                + "/"
                + clockRate
                + (channels > 1 ? "/" + channels : "");
    }
}
