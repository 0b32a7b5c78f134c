// Contacts and calls that the server keeps for this account, so that all its phones have them. What
// is made while the server does not answer stays here, and is given to it at the next sign-in.
import { contacts, setContacts, withContact, type Contact } from './contacts';
import { address } from './links';
import { learn, type Recent } from './recents';
import { mine } from './server';

interface KeptContact {
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
}
interface KeptCall {
  readonly direction: string;
  readonly with: string;
  readonly missed: boolean;
  readonly began: string;
  readonly seconds: number;
}

let token = '';

/** `sip:bob@example.org` as people of `home` dial it: `bob`, or with its domain. */
export function dialled(uri: string, home: string): string {
  const bare = address(uri);
  return bare.endsWith(`@${home}`) ? bare.slice(0, -home.length - 1) : bare;
}

/** A call as the server tells it; null where it has no address. */
export function recentOf(call: KeptCall, home: string): Recent | null {
  const to = dialled(call.with ?? '', home);
  const at = Date.parse(call.began);
  return to && Number.isFinite(at)
    ? { name: to, address: to, incoming: call.direction === 'incoming', at, seconds: call.seconds || 0, missed: call.missed === true, video: false }
    : null;
}

/** The server's contacts first; ours that it does not know follow. */
export function joined(ours: readonly Contact[], theirs: readonly KeptContact[], home: string): Contact[] {
  const known = theirs.flatMap(({ id, name, addresses }) => {
    const to = dialled(addresses[0] ?? '', home);
    return to ? [{ id, name: name || to, address: to }] : [];
  });
  const gone = (one: Contact) => one.id !== undefined; // the server knew it, and another phone removed it
  return ours
    .filter((one) => !gone(one) && !known.some((each) => each.address === one.address))
    .concat(known)
    .reduce((all, one) => withContact(all, one), [] as Contact[]);
}

/** Fetches both; does nothing where the server has neither. */
export async function synchronize(session: string, home: string): Promise<void> {
  token = session;
  const [book, list] = await Promise.all([
    mine<{ contacts?: KeptContact[] }>('contacts', token),
    mine<{ calls?: KeptCall[] }>('calls?limit=100', token),
  ]);
  if (Array.isArray(book?.contacts)) {
    setContacts(joined(contacts.value, book.contacts, home));
    contacts.value.filter((each) => each.id === undefined).forEach(saveContact);
  }
  if (Array.isArray(list?.calls)) {
    learn(list.calls.map((each) => recentOf(each, home)).filter((each) => each !== null));
  }
}

export function saveContact(contact: Contact): void {
  const id = contacts.value.find((each) => each.address === contact.address)?.id ?? contact.id;
  setContacts(withContact(contacts.value, { ...contact, ...(id === undefined ? {} : { id }) }));
  const key = id ?? crypto.randomUUID();
  const body = JSON.stringify({ name: contact.name, addresses: [contact.address], starred: false });
  void mine<unknown>(`contacts/${encodeURIComponent(key)}`, token, { method: 'PUT', body }).then((kept) => {
    if (kept !== null) {
      setContacts(withContact(contacts.value, { ...contact, id: key }));
    }
  });
}

export function removeContact(contact: Contact): void {
  setContacts(contacts.value.filter((each) => each.address !== contact.address));
  if (contact.id !== undefined) {
    void mine<unknown>(`contacts/${encodeURIComponent(contact.id)}`, token, { method: 'DELETE' });
  }
}
