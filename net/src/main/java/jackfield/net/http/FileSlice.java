package jackfield.net.http;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Some bytes of a file, which go out without being read into memory.
///
/// @param file which
/// @param from the first byte
/// @param length how many
public record FileSlice(Path file, long from, long length) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// A response with what `range` asks for (RFC 9110 section 14): 206 with one range, 416 with
    /// one that is not in the file, else 200 with the whole file. Several ranges get the whole
    /// file, as section 14.2 allows.
    ///
    /// @param size of the file
    /// @param range the Range header; null without
    public static HttpResponse response(
            Path file, long size, String contentType, @Nullable String range) {
        HttpResponse whole =
                HttpResponse.of(200, contentType, new byte[0])
                        .with("accept-ranges", "bytes")
                        .with(new FileSlice(file, 0, size));
        Matcher asked =
                ONE_RANGE.matcher(range == null ? "" : range.strip().toLowerCase(Locale.ROOT));
        if (!asked.matches() || asked.group(1).isEmpty() && asked.group(2).isEmpty()) {
            return whole;
        }
        long from;
        long last = size - 1;
        if (asked.group(1).isEmpty()) {
            long end = Long.parseLong(asked.group(2));
            from = end == 0 ? size : Math.max(0, size - end);
        } else {
            from = Long.parseLong(asked.group(1));
            if (!asked.group(2).isEmpty()) {
                long to = Long.parseLong(asked.group(2));
                if (to < from) {
                    return whole;
                }
                last = Math.min(last, to);
            }
        }
        if (from >= size) {
            return HttpResponse.empty(416).with("content-range", "bytes */" + size);
        }
        return new HttpResponse(206, whole.headers(), new byte[0])
                .with("content-range", "bytes " + from + "-" + last + "/" + size)
                .with(new FileSlice(file, from, last - from + 1));
    }
}
