// What the address of the page asked for, until it is done.
import { signal } from '@preact/signals';
import { link, type Link } from './links';

const NOTHING: Link = { call: '', video: false, user: '', embedded: false };
export const linked = signal<Link>(typeof location === 'undefined' ? NOTHING : link(location.search, location.hash));
