// Who is signed in here, and what is kept of them: a session token, which SIP takes too; where the
// server gives none, what digest makes of the password (HA1). Never the password itself.
import { read, readValue, write } from './storage';

export interface Account {
  readonly user: string;
  readonly domain: string;
  readonly realm: string;
  readonly ha1: string;
  readonly token: string;
}

const KEPT = 'account';

/** Whoever signed in here before. */
export function kept(): Account | null {
  const account = readValue<Partial<Account> | null>(KEPT, null, 'session') ?? readValue<Partial<Account> | null>(KEPT, null);
  return account?.user && account.domain && (account.token || account.ha1) ? ({ token: '', ha1: '', realm: '', ...account } as Account) : null;
}

export function keep(account: Account, where: 'tab' | 'device'): void {
  write(KEPT, JSON.stringify(account), where === 'tab' ? 'session' : 'local');
}

export function forget(): void {
  write(KEPT, '', 'session');
  write(KEPT, '');
}

/** Who this tab is to SIP (RFC 5626 section 4.1). */
export interface Instance {
  readonly id: string;
  readonly contact: string;
  /** The one it was before a reload, and not a duplicate of a tab that lives. */
  readonly same: boolean;
}

/** The same after a reload, another in another tab: in a duplicate of this one too, which inherits
 * its session storage. */
export async function instance(): Promise<Instance> {
  const before = read('instance', 'session');
  const reloaded = (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined)?.type === 'reload';
  // The page before this one may still be on its way out.
  for (let tries = before ? (reloaded ? 10 : 1) : 0; tries > 0; tries--) {
    if (await mineAlone(before)) {
      return { id: before, contact: `p${before.slice(0, 8)}`, same: true };
    }
    await new Promise((then) => window.setTimeout(then, 50));
  }
  const id = crypto.randomUUID();
  await mineAlone(id);
  write('instance', id, 'session');
  return { id, contact: `p${id.slice(0, 8)}`, same: false };
}

const held = new Set<string>();

function mineAlone(id: string): Promise<boolean> {
  if (held.has(id) || !navigator.locks) {
    return Promise.resolve(true);
  }
  return new Promise((told) => {
    void navigator.locks.request(`jackfield.${id}`, { ifAvailable: true }, (lock) => {
      if (lock) {
        held.add(id);
      }
      told(lock !== null);
      return lock ? new Promise<void>(() => undefined) : undefined; // kept as long as the tab lives
    }).catch(() => told(true)); // a frame in a private window has no locks, and shares no storage
  });
}
