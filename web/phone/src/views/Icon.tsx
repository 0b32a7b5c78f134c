// Pictures on buttons; what they mean is said in words beside them.
const PATHS = {
  call: 'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2',
  end: 'M3 13c5-5 13-5 18 0l-2 3-4-1.5v-2.6a12 12 0 0 0-6 0v2.6L5 16z',
  video: 'M4 7h10v10H4zM14 11l6-4v10l-6-4',
  videoOff: 'M4 7h10v10H4zM14 11l6-4v10l-6-4M3 3l18 18',
  mute: 'M9 10V6a3 3 0 0 1 6 0v6M6 12a6 6 0 0 0 10 4.5M12 18v3M4 3l16 18',
  microphone: 'M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3M6 12a6 6 0 0 0 12 0M12 18v3',
  hold: 'M9 5v14M15 5v14',
  keypad: 'M6 6h.01M12 6h.01M18 6h.01M6 12h.01M12 12h.01M18 12h.01M6 18h.01M12 18h.01M18 18h.01',
  screen: 'M3 5h18v11H3zM9 20h6M12 16v4M12 13V8M9.5 10.500 12 8l2.500 2.500',
  transfer: 'M4 9h13l-4-4M20 15H7l4 4',
  add: 'M12 5v14M5 12h14',
  join: 'M5 5l7 7v8M19 5l-7 7',
  split: 'M12 20v-7L5 6M12 13l7-7M5 10V6h4M19 10V6h-4',
  recents: 'M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0',
  contacts: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4 3.500-6 8-6s8 2 8 6',
  messages: 'M4 5h16v11H10l-4 4v-4H4z',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  erase: 'M8 5h13v14H8l-6-7zM11 9l6 6M17 9l-6 6',
  out: 'M7 17 17 7M9 7h8v8',
  in: 'M17 7 7 17M15 17H7V9',
  missed: 'M4 6l8 8 8-8M4 6h5M4 6v5',
  remove: 'M6 6l12 12M18 6 6 18',
  back: 'M15 5l-7 7 7 7',
  signout: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  voicemail: 'M6 15a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M18 15a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M6 15h12',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  direct: 'M3 6h6v6H3zM15 12h6v6h-6zM9 9h3a3 3 0 0 1 3 3v3',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  quiet: 'M6 16V11a6 6 0 0 1 9-5.2M18 11v5M4 18h14M10 21h4M3 3l18 18',
  send: 'M4 12l16-8-6 16-3-7z',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name, turned }: { name: IconName; turned?: boolean }) {
  return (
    <svg class={turned ? 'icon turned' : 'icon'} viewBox="0 0 24 24" aria-hidden="true" width="22" height="22">
      <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
