package jackfield.server.api;

import jackfield.roles.records.SavedCallRecord;
import jackfield.server.recording.RecordingShelf;
import jackfield.server.recording.RecordingShelf.Part;
import jackfield.server.recording.RecordingShelf.Shelved;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The handlers of recordings: what there is, one of them removed, and who may have a file.
public final class RecordingsApi {
    private static final Logger log = LoggerFactory.getLogger(RecordingsApi.class);
    private static final int MOST = 200;

    private final AdminAccess access;
    private final @Nullable RecordingShelf shelf;
    private final Function<Collection<String>, Map<String, SavedCallRecord>> records;
    private final Tickets tickets;

    /// @param shelf null where nothing is recorded
    /// @param records gives the records of calls, by their Call-IDs
    public RecordingsApi(
            AdminAccess access,
            @Nullable RecordingShelf shelf,
            Function<Collection<String>, Map<String, SavedCallRecord>> records,
            Tickets tickets) {
        this.access = access;
        this.shelf = shelf;
        this.records = records;
        this.tickets = tickets;
    }

    /// `GET /api/recordings?limit=50&before=ID&call=CALL-ID`: the last first.
    public Answer list(@Nullable String authorization, Function<String, @Nullable String> query) {
        return access.guarded(
                authorization,
                () -> {
                    Map<String, @Nullable Object> map = new LinkedHashMap<>();
                    map.put("on", shelf != null);
                    if (shelf == null) {
                        map.put("recordings", List.of());
                        map.put("all", 0);
                        map.put("next", null);
                        return Answer.ok(map);
                    }
                    String call = query.apply("call");
                    int limit = Math.clamp(Query.number(query.apply("limit"), 50, MOST), 1, MOST);
                    RecordingShelf.Page page =
                            shelf.list(
                                    query.apply("before"),
                                    limit,
                                    one -> call == null || one.callId().equals(call));
                    Map<String, SavedCallRecord> known =
                            records.apply(page.recordings().stream().map(Shelved::callId).toList());
                    map.put(
                            "recordings",
                            page.recordings().stream()
                                    .map(one -> shown(one, known.get(one.callId())))
                                    .toList());
                    map.put("all", page.all());
                    map.put("next", page.next());
                    return Answer.ok(map);
                });
    }

    private static Map<String, @Nullable Object> shown(
            Shelved one, @Nullable SavedCallRecord record) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", one.id());
        map.put("callId", one.callId());
        map.put("from", record == null ? null : record.from());
        map.put("to", record == null ? null : record.to());
        map.put("begun", String.valueOf(one.begun()));
        map.put("seconds", one.durationMs() / 1000.0);
        map.put("endedBecause", one.ended());
        map.put("cut", one.cut());
        map.put("bytes", one.files().stream().mapToLong(Part::size).sum());
        map.put("files", one.files().stream().map(RecordingsApi::shown).toList());
        return map;
    }

    private static Map<String, Object> shown(Part part) {
        return Map.of("file", part.kind(), "type", part.type(), "bytes", part.size());
    }

    /// `POST /api/recordings/{id}/ticket`: what stands for the token in the address of one
    /// recording's files, for players that can send no header.
    public Answer ticket(@Nullable String authorization, String id) {
        return access.guarded(
                authorization,
                () ->
                        shelf == null || shelf.find(id).isEmpty()
                                ? none()
                                : Answer.ok(
                                        Map.of(
                                                "ticket",
                                                tickets.make(id),
                                                "seconds",
                                                tickets.seconds())));
    }

    /// `DELETE /api/recordings/{id}`.
    public Answer remove(@Nullable String authorization, String id) {
        return access.guarded(
                authorization,
                () -> {
                    try {
                        if (shelf == null || !shelf.remove(id)) {
                            return none();
                        }
                    } catch (IOException e) {
                        log.error("a recording could not be removed: {}", e.toString());
                        return Answer.error(
                                500, "it could not be removed whole: see the log of the node");
                    }
                    log.info("the administrator removed the recording {}", id);
                    return Answer.ok(Map.of("removed", id));
                });
    }

    /// `GET /api/recordings/{id}/{file}` as far as it is a refusal; 200 once the file is handed to
    /// `found`.
    ///
    /// @param ticket of the address; null without
    public Answer file(
            @Nullable String authorization,
            @Nullable String ticket,
            String id,
            String file,
            Found found) {
        if (ticket != null && authorization == null) {
            return tickets.isGood(ticket, id)
                    ? opened(id, file, found)
                    : Answer.error(401, "this ticket is not good for this recording, or no more");
        }
        return access.guarded(authorization, () -> opened(id, file, found));
    }

    /// Takes the file that was asked for.
    @FunctionalInterface
    public interface Found {
        void file(Part part);
    }

    private Answer opened(String id, String file, Found found) {
        Optional<Part> part = shelf == null ? Optional.empty() : shelf.file(id, file);
        part.ifPresent(found::file);
        return part.isEmpty() ? none() : Answer.ok(Map.of());
    }

    private static Answer none() {
        return Answer.error(404, "there is no such recording");
    }
}
