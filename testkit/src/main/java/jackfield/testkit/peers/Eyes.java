package jackfield.testkit.peers;

/// What looks at a page as a person does: functions of JavaScript.
final class Eyes {
    /// Notes every button that is made anew, or whose middle moves, from one frame to the next.
    static final String WATCH_BUTTONS =
            """
            () => {
              const seen = new Map();
              window.moves = [];
              const look = () => {
                for (const each of document.querySelectorAll('#phone button[id]')) {
                  const { x, y, width, height } = each.getBoundingClientRect();
                  const now = [x + width / 2, y + height / 2];
                  const before = seen.get(each.id);
                  if (before && before.each !== each) {
                    window.moves.push(`${each.id} is another`);
                  } else if (before && Math.hypot(now[0] - before.now[0], now[1] - before.now[1]) > 1) {
                    window.moves.push(`${each.id} from ${before.now} to ${now}`);
                  }
                  seen.set(each.id, { each, now });
                }
                requestAnimationFrame(look);
              };
              look();
            }
            """;

    /// What has the focus, as long as people see it: its id, or what it shows; else what is wrong.
    static final String FOCUSED =
            """
            () => {
              const at = document.activeElement;
              if (!at || at === document.body) return 'nowhere';
              const name = at.id || at.ariaLabel || at.textContent.trim() || at.tagName;
              const { x, y, width, height } = at.getBoundingClientRect();
              const look = getComputedStyle(at);
              if (!at.matches(':focus-visible')) return `${name}, not shown`;
              if (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 1) return `${name}, without outline`;
              const met = document.elementFromPoint(x + width / 2, y + height / 2);
              return at.contains(met) || met?.closest('label')?.contains(at) ? name : `${name}, below ${met?.id || met?.tagName}`;
            }
            """;

    private Eyes() {}
}
