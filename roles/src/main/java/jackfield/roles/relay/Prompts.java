package jackfield.roles.relay;

import jackfield.base.Parsed;
import jackfield.media.prompt.PcmClip;
import java.util.function.Consumer;

/// Where clips are found by name.
@FunctionalInterface
public interface Prompts {
    /// A node without any.
    Prompts NONE =
            (name, reply) ->
                    reply.accept(new Parsed.Bad<>("no folder of prompts (media.prompts)", name));

    /// Finds one. The reply may come later, on another thread.
    void load(String name, Consumer<Parsed<PcmClip>> reply);
}
