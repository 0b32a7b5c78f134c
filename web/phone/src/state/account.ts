// Who is signed in here, and what is kept of them: a session token for the API and, for SIP, what
// digest makes of the password (HA1), never the password itself.
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
  return account?.user && account.domain && account.ha1 ? { token: '', ...account } as Account : null;
}

export function keep(account: Account, where: 'tab' | 'device'): void {
  write(KEPT, JSON.stringify(account), where === 'tab' ? 'session' : 'local');
}

export function forget(): void {
  write(KEPT, '', 'session');
  write(KEPT, '');
}

/** This tab's identity for SIP (RFC 5626 section 4.1): the same after a reload, another in another
 * tab, a duplicate of this one too, which inherits its session storage. */
export async function instance(): Promise<{ id: string; contact: string }> {
  for (;;) {
    const id = read('instance', 'session') || crypto.randomUUID();
    if (!navigator.locks || (await mineAlone(id))) {
      write('instance', id, 'session');
      return { id, contact: `p${id.slice(0, 8)}` };
    }
    write('instance', '', 'session');
  }
}

function mineAlone(id: string): Promise<boolean> {
  return new Promise((told) => {
    void navigator.locks.request(`jackfield.${id}`, { ifAvailable: true }, (lock) => {
      told(lock !== null);
      return lock ? new Promise<void>(() => undefined) : undefined; // kept as long as the tab lives
    });
  });
}
