package jackfield.server.boot;

import jackfield.roles.messaging.MessageStore;
import jackfield.server.config.Config;
import jackfield.server.config.PageSettings;
import jackfield.server.messages.MessageKeeper;
import jackfield.store.Personal;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What users keep of their own, open for pages and for the signalling shard.
///
/// @param personal contacts, names, messages
/// @param messages keeps messages for the shard; [MessageStore#NONE] where none are kept
record PageStore(Personal personal, MessageStore messages) {
    /// Opens it before the shard runs, so that it is closed after that.
    ///
    /// @param shard asked for once messages move
    static PageStore open(Parts parts, Supplier<SignallingShard> shard, Stopping stopping) {
        Config config = parts.config();
        Personal personal = Personal.open(parts.data().database(config));
        stopping.first("close what users keep", personal::close);
        if (config.get(PageSettings.MESSAGES).equals("off")) {
            return new PageStore(personal, MessageStore.NONE);
        }
        MessageKeeper keeper =
                new MessageKeeper(
                                personal,
                                new MessageKeeper.Bounds(
                                        config.get(PageSettings.MESSAGES_KEEP),
                                        config.get(PageSettings.MESSAGES_WAITING),
                                        config.get(PageSettings.MESSAGES_IN_ALL)),
                                InstantSource.system(),
                                step -> shard.get().resume(step))
                        .start();
        stopping.first("write the last messages", keeper::close);
        return new PageStore(personal, keeper);
    }
}
