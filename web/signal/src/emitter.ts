// Events by name, with a type for each.

type Listener<T> = (event: T) => void;

export class Emitter<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** Calls `listener` for each event of this name; gives what ends that. */
  on<K extends keyof Events>(name: K, listener: Listener<Events[K]>): () => void {
    let all = this.listeners.get(name);
    if (!all) {
      all = new Set();
      this.listeners.set(name, all);
    }
    const known = all;
    known.add(listener as Listener<never>);
    return () => known.delete(listener as Listener<never>);
  }

  /** The next event of this name. */
  once<K extends keyof Events>(name: K): Promise<Events[K]> {
    return new Promise((done) => {
      const off = this.on(name, (event) => {
        off();
        done(event);
      });
    });
  }

  protected emit<K extends keyof Events>(name: K, event: Events[K]): void {
    for (const listener of [...(this.listeners.get(name) ?? [])]) {
      (listener as Listener<Events[K]>)(event);
    }
  }
}
